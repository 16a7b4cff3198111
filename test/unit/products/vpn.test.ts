import { describe, expect, it } from "vitest";
import { playFault } from "../../support/play-fault";

const metrics = [
  "vpn_up",
  "vpn_is_active",
  "vpn_packet_loss_ratio",
  "vpn_ike_negotiations_total",
  "vpn_packets_dropped_total",
  "business_requests_total",
];
const okQuery =
  'sum(rate(business_requests_total{scenario="query",outcome="ok"}[20s])) / sum(rate(business_requests_total{scenario="query"}[20s]))';

describe("a VPN gateway", () => {
  it("notices a silent peer after three lost probes and moves to the second tunnel", async () => {
    const { at } = playFault("vpn.tunnel_down", "vpn-branch-0", { lengthS: 120, untilS: 180, metrics });
    expect(await at(25, 'vpn_up{resource="vpn-branch-0"}')).toBe(1);
    expect(await at(25, okQuery)).toBeLessThan(0.9);
    expect(await at(30, 'vpn_is_active{resource="vpn-branch-1"}')).toBe(1);
    expect(await at(80, okQuery)).toBeGreaterThan(0.999);
    expect(await at(175, 'vpn_is_active{resource="vpn-branch-0"}')).toBe(1);
  });

  it("works on with other keys at one end until its own run out", async () => {
    const { at } = playFault("vpn.ike_key_mismatch", "vpn-branch-0", {
      lengthS: 180,
      untilS: 240,
      metrics,
      parameters: { rekeyAfterS: 60 },
    });
    expect(await at(55, 'vpn_up{resource="vpn-branch-0"}')).toBe(1);
    expect(await at(65, 'vpn_up{resource="vpn-branch-0"}')).toBe(0);
    expect(
      await at(170, 'vpn_ike_negotiations_total{resource="vpn-branch-0",result="auth_failed"}'),
    ).toBeGreaterThan(8);
    expect(await at(190, 'vpn_up{resource="vpn-branch-0"}')).toBe(1);
  });

  it("refuses certificates only when the clock runs further ahead than these last", async () => {
    const hours = (offsetH: number) =>
      playFault("vpn.clock_skew", "vpn-branch-0", {
        lengthS: 60,
        untilS: 65,
        metrics,
        parameters: { offsetS: offsetH * 3_600 },
      }).at(50, 'vpn_up{resource="vpn-branch-0"}');
    expect(await hours(23)).toBe(1);
    expect(await hours(25)).toBe(0);
  });

  it("passes probes and loses big answers when packets are too big", async () => {
    const { at } = playFault("vpn.mtu_mismatch", "vpn-branch-0", { lengthS: 120, untilS: 125, metrics });
    expect(await at(100, 'vpn_packet_loss_ratio{resource="vpn-branch-0"}')).toBe(0);
    expect(await at(100, okQuery)).toBeLessThan(0.95);
  });
});
