import { describe, expect, it } from "vitest";
import { playFault } from "../../support/play-fault";

const metrics = [
  "eip_up",
  "eip_blocked",
  "eip_packet_loss_ratio",
  "eip_bandwidth_usage_ratio",
  "eip_transmit_bytes_total",
  "business_requests_total",
];
const okShare = (scenario: string) =>
  `sum(rate(business_requests_total{scenario="${scenario}",outcome="ok"}[20s])) / sum(rate(business_requests_total{scenario="${scenario}"}[20s]))`;
const loss = (id: string) => `eip_packet_loss_ratio{resource="${id}"}`;

describe("an elastic IP", () => {
  it("is blocked within seconds of an attack that is too big, and takes its share of the customers along", async () => {
    const { at } = playFault("eip.ddos_blocked", "eip-mall-a", { lengthS: 120, untilS: 160, metrics });
    expect(await at(10, 'eip_blocked{resource="eip-mall-a"}')).toBe(1);
    // Of those that the CDN does not answer, 48 % come by this address.
    expect(await at(100, okShare("cart"))).toBeCloseTo(0.52, 1);
    expect(await at(100, okShare("pay"))).toBeGreaterThan(0.99);
    expect(await at(155, okShare("cart"))).toBeGreaterThan(0.99);
  });

  it("is only cleaned below the protected volume", async () => {
    const { at } = playFault("eip.ddos_cleaned", "eip-mall-a", { lengthS: 120, untilS: 125, metrics });
    expect(await at(100, 'eip_blocked{resource="eip-mall-a"}')).toBe(0);
    expect(await at(100, loss("eip-mall-a"))).toBeCloseTo(0.06, 2);
    expect(await at(100, loss("eip-mall-b"))).toBe(0);
  });

  it("cannot send more than its limit: what it loses is what does not fit", async () => {
    const { at } = playFault("eip.bandwidth_capped", "eip-mall-a", { lengthS: 180, untilS: 185, metrics });
    expect(await at(170, 'eip_bandwidth_usage_ratio{resource="eip-mall-a"}')).toBe(1);
    // Customers who failed try again, so more is asked for than before.
    expect(await at(170, loss("eip-mall-a"))).toBeGreaterThan(0.2);
    expect(await at(170, loss("eip-mall-b"))).toBe(0);
  });

  it("shares what its package has left", async () => {
    const { at } = playFault("eip.package_saturated", "bwp-mall", {
      lengthS: 120,
      untilS: 125,
      metrics,
      parameters: { loadRatio: 1.5 },
    });
    const first = await at(100, loss("eip-mall-a"));
    expect(first).toBeGreaterThan(0.2);
    expect(await at(100, loss("eip-pay-b"))).toBeCloseTo(first, 6);
    expect(await at(100, loss("eip-partner-a"))).toBe(0);
  });
});
