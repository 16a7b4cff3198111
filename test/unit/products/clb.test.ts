import { describe, expect, it } from "vitest";
import { playFault } from "../../support/play-fault";

const metrics = [
  "clb_requests_total",
  "clb_up",
  "clb_backends_healthy",
  "clb_backend_usage_ratio",
  "clb_connections_active",
  "clb_zone_switches_total",
];
const of = (metric: string) => `${metric}{resource="clb-mall-a"}`;
const failing = (window: string) =>
  `sum(rate(clb_requests_total{resource="clb-mall-a",code="5xx"}[${window}])) / sum(rate(clb_requests_total{resource="clb-mall-a"}[${window}]))`;

describe("a load balancer", () => {
  it("serves from the other zone within 30 s of losing its own, and stays there", async () => {
    const { at } = playFault("clb.zone_down", "clb-mall-a", { lengthS: 180, untilS: 300, metrics });
    expect(await at(15, of("clb_up"))).toBe(0);
    expect(await at(30, of("clb_up"))).toBe(1);
    expect(await at(60, failing("20s"))).toBeLessThan(0.001);
    expect(await at(295, of("clb_zone_switches_total"))).toBe(1);
  });

  it("takes backends out only after three checks, and brings them back as slowly", async () => {
    const { at } = playFault("clb.health_check_misconfigured", "clb-mall-a", {
      lengthS: 120,
      untilS: 200,
      metrics,
      parameters: { backendsRatio: 0.5 },
    });
    expect(await at(10, of("clb_backends_healthy"))).toBe(24);
    expect(await at(15, of("clb_backends_healthy"))).toBe(12);
    expect(await at(125, of("clb_backends_healthy"))).toBe(12);
    expect(await at(140, of("clb_backends_healthy"))).toBe(24);
  });

  it("uses all backends when the check fails on all: nothing is lost", async () => {
    const { at } = playFault("clb.health_check_misconfigured", "clb-mall-a", {
      lengthS: 120,
      untilS: 125,
      metrics,
      parameters: { backendsRatio: 1 },
    });
    expect(await at(110, of("clb_backends_healthy"))).toBe(0);
    expect(await at(110, failing("1m"))).toBe(0);
  });

  it("overloads one backend by a wrong weight: the more traffic it gets, the more fails", async () => {
    const shares = [0.2, 0.95, 1];
    const failed = await Promise.all(
      shares.map((trafficRatio) =>
        playFault("clb.backend_weight_mistake", "clb-mall-a", {
          lengthS: 120,
          untilS: 125,
          metrics,
          parameters: { trafficRatio },
        }).at(110, failing("1m")),
      ),
    );
    expect(failed[0]).toBe(0);
    expect(failed[1]).toBeGreaterThan(0.02);
    expect(failed[2] ?? 0).toBeGreaterThan(failed[1] ?? 1);
  });

  it("never holds more connections than its table has room for", async () => {
    const { at } = playFault("clb.connection_table_full", "clb-mall-a", {
      lengthS: 120,
      untilS: 200,
      metrics,
    });
    const before = 200_000;
    expect(await at(60, of("clb_connections_active"))).toBe(before);
    expect(await at(195, of("clb_connections_active"))).toBeLessThan(0.05 * before);
  });
});
