import { describe, expect, it } from "vitest";
import { playFault } from "../../support/play-fault";

const metrics = [
  "apigw_requests_total",
  "apigw_nodes_healthy",
  "apigw_config_reloads_total",
  "apigw_requests_in_flight",
  "business_requests_total",
];
const okShare = (scenario: string) =>
  `sum(rate(business_requests_total{scenario="${scenario}",outcome="ok"}[20s])) / sum(rate(business_requests_total{scenario="${scenario}"}[20s]))`;
const perS = (code: string) => `sum(rate(apigw_requests_total{resource="apigw-mall",code=~"${code}"}[20s]))`;

describe("an API gateway", () => {
  it("lets in what its limit allows, and turns the rest away at once", async () => {
    const { at } = playFault("apigw.rate_limit_reached", "apigw-mall", {
      lengthS: 120,
      untilS: 180,
      metrics,
    });
    const calm = playFault("apigw.rate_limit_reached", "apigw-broker", { lengthS: 10, untilS: 110, metrics });
    expect((await at(100, perS("2.."))) / (await calm.at(100, perS("2..")))).toBeCloseTo(0.5, 1);
    expect(await at(100, perS("429"))).toBeGreaterThan(100);
    expect(await at(175, perS("429"))).toBe(0);
  });

  it("loses the requests of dead nodes until the health check has taken them out", async () => {
    const { at } = playFault("apigw.node_down", "apigw-mall", { lengthS: 120, untilS: 180, metrics });
    expect(await at(15, okShare("cart"))).toBeLessThan(0.6);
    expect(await at(60, okShare("cart"))).toBeGreaterThan(0.999);
    expect(await at(60, 'apigw_nodes_healthy{resource="apigw-mall"}')).toBe(12);
    // Nodes come back when they have started.
    expect(await at(130, 'apigw_nodes_healthy{resource="apigw-mall"}')).toBe(12);
    expect(await at(145, 'apigw_nodes_healthy{resource="apigw-mall"}')).toBe(24);
  });

  it("holds requests in hand as long as authorisation takes, as Little's law says", async () => {
    const { at } = playFault("apigw.auth_plugin_slow", "apigw-mall", {
      lengthS: 120,
      untilS: 125,
      metrics,
      parameters: { delayMs: 400 },
    });
    const calm = playFault("apigw.auth_plugin_slow", "apigw-broker", { lengthS: 10, untilS: 110, metrics });
    const inFlight = 'apigw_requests_in_flight{resource="apigw-mall"}';
    const more = (await at(100, inFlight)) - (await calm.at(100, inFlight));
    expect(more / ((await at(100, perS("2.."))) * 0.4)).toBeCloseTo(1, 1);
  });

  it("loads its configuration anew when routes are lost and when they are back", async () => {
    const { at } = playFault("apigw.route_misconfigured", "apigw-mall", {
      lengthS: 60,
      untilS: 100,
      metrics,
    });
    const reloads = 'apigw_config_reloads_total{resource="apigw-mall"}';
    const lost = await at(30, reloads);
    expect((await at(95, reloads)) - lost).toBe(24);
    expect(await at(50, okShare("cart"))).toBeCloseTo(0.8, 1);
  });
});
