import { describe, expect, it } from "vitest";
import { playFault } from "../../support/play-fault";

const RIGHT = 'dns_probe_correct_ratio{resource="dns-mall"}';
const metrics = [
  "dns_probe_correct_ratio",
  "dns_queries_total",
  "cdn_requests_total",
  "dns_query_duration_seconds",
];

describe("a DNS zone", () => {
  it("loses its users over the time to live when a record is deleted, and gets them back over the negative one", async () => {
    const { at } = playFault("dns.record_deleted", "dns-mall", { lengthS: 180, untilS: 400, metrics });
    // A resolver's copy lives 60 s: after 60 s 1/e of them are left.
    expect(await at(15, RIGHT)).toBeGreaterThan(0.7);
    expect(await at(60, RIGHT)).toBeCloseTo(Math.exp(-1), 1);
    expect(await at(175, RIGHT)).toBeLessThan(0.06);
    // "No such name" is kept for 30 s.
    expect(await at(205, RIGHT)).toBeCloseTo(1 - Math.exp(-1), 1);
    expect(await at(390, RIGHT)).toBeGreaterThan(0.99);
  });

  it("sends fewer users to the CDN when it is poisoned, not more errors", async () => {
    const { at } = playFault("dns.poisoned", "dns-mall", { lengthS: 300, untilS: 310, metrics });
    const requests = 'sum(rate(cdn_requests_total{resource="cdn-mall"}[20s]))';
    const before = await at(25, requests);
    // Of those that stay away some come back to try again.
    expect((await at(295, requests)) / before).toBeLessThan(0.8);
    expect(await at(295, 'sum(rate(cdn_requests_total{resource="cdn-mall",code="5xx"}[1m]))')).toBe(0);
  });

  it("answers from resolvers' caches for a while when its name servers are flooded", async () => {
    const { at } = playFault("dns.query_flood", "dns-mall", { lengthS: 240, untilS: 400, metrics });
    expect(await at(10, RIGHT)).toBeGreaterThan(0.95);
    expect(await at(235, RIGHT)).toBeLessThan(0.9);
    expect(await at(300, RIGHT)).toBeGreaterThan(0.999);
  });

  it("hides dead name servers better and better, as resolvers learn to avoid them", async () => {
    const { at } = playFault("dns.server_down", "dns-mall", { lengthS: 240, untilS: 245, metrics });
    const slow = (window: string) =>
      `1 - sum(rate(dns_query_duration_seconds_bucket{resource="dns-mall",le="0.25"}[${window}])) / sum(rate(dns_query_duration_seconds_count{resource="dns-mall"}[${window}]))`;
    const early = await at(30, slow("25s"));
    const late = await at(240, slow("25s"));
    expect(early).toBeGreaterThan(0.2);
    expect(late).toBeLessThan(early / 3);
  });
});
