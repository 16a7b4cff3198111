import { describe, expect, it } from "vitest";
import { playFault } from "../../support/play-fault";

const metrics = [
  "nat_up",
  "nat_port_usage_ratio",
  "nat_connections_failed_total",
  "nat_connections_opened_total",
  "nat_connections_active",
];
const failing = (resource: string) =>
  `sum(rate(nat_connections_failed_total{resource="${resource}"}[20s])) / sum(rate(nat_connections_opened_total{resource="${resource}"}[20s]))`;

describe("a NAT gateway", () => {
  it("runs out of ports minute by minute when a client leaks connections, and fails only then", async () => {
    const { at } = playFault("nat.connection_leak", "nat-mall", { lengthS: 240, untilS: 300, metrics });
    const usage = 'nat_port_usage_ratio{resource="nat-mall"}';
    const rest = await at(5, usage);
    // 40 % of the ports leak in a minute.
    expect((await at(65, usage)) - rest).toBeCloseTo(0.4, 1);
    expect(await at(65, failing("nat-mall"))).toBe(0);
    expect(await at(235, failing("nat-mall"))).toBeGreaterThan(0.5);
    expect(await at(295, failing("nat-mall"))).toBe(0);
  });

  it("is taken over by its standby within half a minute, without the connections that were open", async () => {
    const { at } = playFault("nat.gateway_down", "nat-mall", { lengthS: 120, untilS: 200, metrics });
    expect(await at(15, 'nat_up{resource="nat-mall"}')).toBe(0);
    expect(await at(15, 'nat_connections_active{resource="nat-mall"}')).toBe(0);
    expect(await at(30, 'nat_up{resource="nat-mall"}')).toBe(1);
    expect(await at(195, 'nat_up{resource="nat-mall"}')).toBe(1);
  });

  it("stays down until the undo where nobody stands by", async () => {
    const { at } = playFault("nat.gateway_down", "nat-broker", { lengthS: 120, untilS: 130, metrics });
    expect(await at(115, 'nat_up{resource="nat-broker"}')).toBe(0);
    expect(await at(125, 'nat_up{resource="nat-broker"}')).toBe(1);
  });

  it("refuses only what wants the busiest destination when its ports are taken", async () => {
    const { at } = playFault("nat.snat_ports_exhausted", "nat-mall", {
      lengthS: 120,
      untilS: 125,
      metrics,
      parameters: { heldRatio: 1 },
    });
    expect(await at(100, failing("nat-mall"))).toBeCloseTo(0.7, 2);
  });
});
