import { describe, expect, it } from "vitest";
import { playFault } from "../../support/play-fault";

const metrics = [
  "cdn_cache_requests_total",
  "cdn_requests_total",
  "cdn_origin_requests_total",
  "apigw_requests_total",
  "business_requests_total",
];
const hits = (resource: string) =>
  `sum(rate(cdn_cache_requests_total{resource="${resource}",result="hit"}[20s])) / sum(rate(cdn_cache_requests_total{resource="${resource}"}[20s]))`;
const okShare = (scenario: string) =>
  `sum(rate(business_requests_total{scenario="${scenario}",outcome="ok"}[20s])) / sum(rate(business_requests_total{scenario="${scenario}"}[20s]))`;

describe("a CDN domain", () => {
  it("gives the origin what it kept away from it when it is flushed, and fills again in minutes", async () => {
    const { at } = playFault("cdn.cache_flushed", "cdn-mall", { lengthS: 120, untilS: 600, metrics });
    const behind = 'sum(rate(apigw_requests_total{resource="apigw-mall",code="2xx"}[20s]))';
    expect(await at(60, hits("cdn-mall"))).toBeLessThan(0.5);
    const flushed = await at(100, behind);
    const full = await at(590, behind);
    expect(flushed / full).toBeGreaterThan(1.1);
    // Popular objects are back at once, the long tail is not.
    const soon = await at(160, hits("cdn-mall"));
    expect(soon).toBeGreaterThan(0.7);
    expect(soon).toBeLessThan(0.95);
    expect(await at(590, hits("cdn-mall"))).toBeGreaterThan(0.95);
  });

  it("goes on with cached and outdated objects when the origin is cut off", async () => {
    const { at } = playFault("cdn.origin_cut", "cdn-static", { lengthS: 120, untilS: 130, metrics });
    expect(
      await at(
        100,
        'sum(rate(cdn_requests_total{resource="cdn-static",code="5xx"}[1m])) / sum(rate(cdn_requests_total{resource="cdn-static"}[1m]))',
      ),
    ).toBeLessThan(0.015);
    expect(
      await at(100, 'sum(rate(cdn_cache_requests_total{resource="cdn-static",result="stale"}[1m]))'),
    ).toBeGreaterThan(0);
    expect(await at(100, okShare("browse"))).toBeGreaterThan(0.999);
  });

  it("fails what is computed when the origin is cut off", async () => {
    const { at } = playFault("cdn.origin_cut", "cdn-mall", { lengthS: 120, untilS: 130, metrics });
    // Three pages of ten may come from the cache.
    const browse = await at(100, okShare("browse"));
    expect(browse).toBeGreaterThan(0.2);
    expect(browse).toBeLessThan(0.4);
    expect(await at(100, okShare("cart"))).toBeLessThan(0.1);
  });

  it("sends the users of dead edge nodes elsewhere within the life of a DNS record", async () => {
    const { at } = playFault("cdn.edge_nodes_down", "cdn-mall", { lengthS: 240, untilS: 245, metrics });
    expect(await at(20, okShare("browse"))).toBeLessThan(0.85);
    expect(await at(235, okShare("browse"))).toBeGreaterThan(0.995);
  });
});
