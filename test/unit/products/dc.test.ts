import { describe, expect, it } from "vitest";
import { brokenFrames } from "@/lib/products/dc/behaviour";
import { playFault } from "../../support/play-fault";

const metrics = [
  "dc_is_active",
  "dc_bgp_up",
  "dc_up",
  "dc_packet_loss_ratio",
  "dc_bgp_flaps_total",
  "business_requests_total",
];
const okShare = (scenario: string) =>
  `sum(rate(business_requests_total{scenario="${scenario}",outcome="ok"}[20s])) / sum(rate(business_requests_total{scenario="${scenario}"}[20s]))`;

describe("Direct Connect", () => {
  it("moves to the second line within a tick where BFD watches, and back after the repair", async () => {
    const { at } = playFault("dc.line_cut", "dc-exchange-0", { lengthS: 120, untilS: 180, metrics });
    expect(await at(5, 'dc_is_active{resource="dc-exchange-1"}')).toBe(1);
    expect(await at(60, okShare("trade"))).toBeGreaterThan(0.999);
    // The session needs its time to come up again.
    expect(await at(125, 'dc_is_active{resource="dc-exchange-0"}')).toBe(0);
    expect(await at(150, 'dc_is_active{resource="dc-exchange-0"}')).toBe(1);
  });

  it("loses its calls for BGP's hold time where BFD does not watch", async () => {
    const { at } = playFault("dc.line_cut", "dc-bank-0", { lengthS: 120, untilS: 125, metrics });
    expect(await at(25, 'dc_is_active{resource="dc-bank-0"}')).toBe(1);
    // Half of the payments go to the bank.
    expect(await at(25, okShare("pay"))).toBeLessThan(0.7);
    expect(await at(35, 'dc_is_active{resource="dc-bank-1"}')).toBe(1);
    expect(await at(80, okShare("pay"))).toBeGreaterThan(0.99);
  });

  it("has no way out where there is one line only", async () => {
    const { at } = playFault("dc.line_cut", "dc-office-0", { lengthS: 120, untilS: 125, metrics });
    expect(await at(100, 'dc_is_active{resource="dc-office-0"}')).toBe(0);
    expect(await at(100, 'dc_packet_loss_ratio{resource="dc-office-0"}')).toBe(1);
  });

  it("does not move when a filter drops the traffic and lets BGP pass", async () => {
    const { at } = playFault("dc.traffic_filtered", "dc-exchange-0", { lengthS: 120, untilS: 125, metrics });
    expect(await at(100, 'dc_bgp_up{resource="dc-exchange-0"}')).toBe(1);
    expect(await at(100, 'dc_is_active{resource="dc-exchange-0"}')).toBe(1);
    expect(await at(100, okShare("trade"))).toBeLessThan(0.05);
  });

  it("breaks frames steeply once the light falls below the receiver's sensitivity", () => {
    // A bit in 10^12 at the sensitivity: a frame of 12,000 bits in 10^8.
    expect(brokenFrames(-14.4)).toBeGreaterThan(1e-9);
    expect(brokenFrames(-14.4)).toBeLessThan(1e-7);
    expect(brokenFrames(-5.2)).toBe(0);
    expect(brokenFrames(-16.5)).toBeGreaterThan(0.05);
    expect(brokenFrames(-20)).toBeGreaterThan(0.99);
  });

  it("flaps as often as its period says", async () => {
    const { at } = playFault("dc.bgp_flap", "dc-exchange-0", {
      lengthS: 200,
      untilS: 260,
      metrics,
      parameters: { periodS: 50 },
    });
    expect(await at(255, 'dc_bgp_flaps_total{resource="dc-exchange-0"}')).toBe(4);
    expect(await at(255, 'dc_is_active{resource="dc-exchange-0"}')).toBe(1);
  });
});
