import { describe, expect, it } from "vitest";
import { playFault } from "../../support/play-fault";

const metrics = [
  "waf_requests_total",
  "waf_blocked_sources",
  "apigw_requests_total",
  "business_requests_total",
  "waf_connections_active",
];
const okShare = (scenario: string) =>
  `sum(rate(business_requests_total{scenario="${scenario}",outcome="ok"}[20s])) / sum(rate(business_requests_total{scenario="${scenario}"}[20s]))`;
const share = (resource: string, action: string) =>
  `sum(rate(waf_requests_total{resource="${resource}",action="${action}"}[20s])) / sum(rate(waf_requests_total{resource="${resource}"}[20s]))`;

describe("a web application firewall", () => {
  it("lets an attack through to the application until it knows the addresses, then blocks them", async () => {
    const { at } = playFault("waf.cc_attack", "waf-mall", { lengthS: 180, untilS: 600, metrics });
    const behind = 'sum(rate(apigw_requests_total{resource="apigw-mall"}[20s]))';
    const first = await at(20, behind);
    const known = await at(175, behind);
    expect(first / known).toBeGreaterThan(1.3);
    expect(await at(175, share("waf-mall", "block"))).toBeGreaterThan(0.5);
    expect(await at(175, 'waf_blocked_sources{resource="waf-mall"}')).toBeGreaterThan(1_000);
    expect(await at(595, 'waf_blocked_sources{resource="waf-mall"}')).toBe(40);
  });

  it("passes uninspected what it has no time for where it fails open, and drops it where it fails closed", async () => {
    const open = playFault("waf.cpu_exhaustion", "waf-mall", { lengthS: 120, untilS: 125, metrics });
    expect(await open.at(100, share("waf-mall", "bypass"))).toBeGreaterThan(0.1);
    expect(await open.at(100, okShare("browse"))).toBeGreaterThan(0.999);
    const closed = playFault("waf.cpu_exhaustion", "waf-broker", { lengthS: 120, untilS: 125, metrics });
    expect(await closed.at(100, share("waf-broker", "drop"))).toBeGreaterThan(0.1);
    expect(await closed.at(100, okShare("quote"))).toBeLessThan(0.9);
  });

  it("blocks as many customers as a wrong rule matches", async () => {
    const { at } = playFault("waf.false_positive_rule", "waf-mall", {
      lengthS: 120,
      untilS: 150,
      metrics,
      parameters: { requestsRatio: 0.3 },
    });
    // Partners do not come through the firewall, and the CDN answers some of what is browsed.
    expect(await at(100, okShare("pay"))).toBeCloseTo(0.7, 1);
    expect(await at(145, okShare("pay"))).toBeGreaterThan(0.99);
  });

  it("loses its traffic over the life of open connections when its certificate ends", async () => {
    const { at } = playFault("waf.certificate_expired", "waf-mall", { lengthS: 120, untilS: 180, metrics });
    expect(await at(10, okShare("pay"))).toBeGreaterThan(0.4);
    expect(await at(60, okShare("pay"))).toBeLessThan(0.1);
    expect(await at(175, okShare("pay"))).toBeGreaterThan(0.99);
  });
});
