import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { askProduct, credentials } from "../support/ask";
import { openBrowser } from "../support/browser";
import { outputFile } from "../support/output";
import { missingPrograms, startPrometheus, waitFor, type RealPrometheus } from "../support/real-prometheus";
import { signIn } from "../support/sign-in";

const missing = missingPrograms("prometheus", "prometheus-node-exporter");
const skipped = missing.length === 0 ? "" : ` (skipped: no ${missing.join(", no ")} here)`;
/** Our choice of "seconds later", for a machine that does other work beside. */
const SECONDS_LATER_MS = 15_000;
const METRICS = ["up", "node_load1", "prometheus_tsdb_head_series"] as const;
const SCRAPED = '{job=~"node|prometheus"}';

type Parameters = Readonly<Record<string, string>>;
interface Answer {
  status: string;
  data: unknown;
}

describe.skipIf(missing.length > 0)(`a real Prometheus that writes here${skipped}`, () => {
  let prometheus: RealPrometheus;
  let token: string;
  /** Unix seconds of a window in which both sides have all samples. */
  let window: { start: string; end: string };

  async function ask(
    base: string,
    path: string,
    parameters: Parameters = {},
    { method = "GET", headers = {} }: { method?: string; headers?: Parameters } = {},
  ): Promise<Answer> {
    const form = new URLSearchParams(parameters);
    const response =
      method === "GET"
        ? await fetch(`${base}/api/v1/${path}?${form}`, { headers })
        : await fetch(`${base}/api/v1/${path}`, { method, headers, body: form });
    return (await response.json()) as Answer;
  }
  const askOurs = (path: string, parameters: Parameters = {}) =>
    ask(inject("baseUrl"), path, parameters, { headers: credentials.Bearer(token) });
  const yields = async (query: string) =>
    ((await askOurs("query", { query })).data as { result: unknown[] }).result.length > 0;
  const counted = async (base: string, time: string, headers: Parameters = {}) =>
    JSON.stringify(
      (await ask(base, "query", { query: `count_over_time(${SCRAPED}[10s])`, time }, { headers })).data,
    );

  beforeAll(async () => {
    // As the page of settings makes it for a sender.
    ({ token } = await askProduct<{ token: string }>("/api/tokens", {
      name: "prometheus",
      role: "operator",
    }));
    prometheus = await startPrometheus(`${inject("baseUrl")}/api/v1/write`, token);
  }, 120_000);
  afterAll(() => prometheus.close());

  it("is answered for seconds later", async () => {
    await waitFor("Prometheus has scraped", async () => {
      const { data } = await ask(prometheus.url, "query", { query: "node_load1" });
      return (data as { result: unknown[] }).result.length > 0;
    });
    const scrapedAt = Date.now();
    for (const metric of METRICS)
      await waitFor(`${metric} is answered`, () => yields(`${metric}${SCRAPED}`), SECONDS_LATER_MS);
    expect(Date.now() - scrapedAt).toBeLessThan(SECONDS_LATER_MS);
  });

  it("has all its samples here", { timeout: 120_000 }, async () => {
    await waitFor("fifteen seconds were scraped", () => yields("min(count_over_time(up[1m])) >= 15"));
    const end = Math.floor(Date.now() / 1000);
    window = { start: String(end - 10), end: String(end) };
    await waitFor("later samples have arrived", () => yields(`min(timestamp(up${SCRAPED})) > ${end}`));
    const ours = () => counted(inject("baseUrl"), window.end, credentials.Bearer(token));
    const theirs = await counted(prometheus.url, window.end);
    await expect.poll(ours, { timeout: 30_000, interval: 500 }).toBe(theirs);
  });

  const ways = (["GET", "POST"] as const).flatMap((method) =>
    (["Bearer", "Basic"] as const).map((scheme) => ({ method, scheme })),
  );
  describe.each(ways)("asked by $method with $scheme", ({ method, scheme }) => {
    const fromBoth = (path: string, parameters: Parameters) =>
      Promise.all([
        ask(inject("baseUrl"), path, parameters, { method, headers: credentials[scheme](token) }),
        ask(prometheus.url, path, parameters, { method }),
      ]);

    it.each([
      ...METRICS.map((metric) => `${metric}${SCRAPED}`),
      'node_cpu_seconds_total{mode="idle"}',
      "sum by (handler) (rate(prometheus_http_requests_total[5s]))",
    ])("gives the same samples: %s", async (query) => {
      const [given, expected] = await fromBoth("query_range", { query, ...window, step: "1" });
      expect((expected.data as { result: unknown[] }).result).not.toEqual([]);
      expect(given).toEqual(expected);
      const [instant, instantThere] = await fromBoth("query", { query, time: window.end });
      expect(instant).toEqual(instantThere);
    });

    it("lists the same series and labels", async () => {
      const [series, seriesThere] = await fromBoth("series", {
        "match[]": `node_load1${SCRAPED}`,
        ...window,
      });
      expect(seriesThere.data).toHaveLength(1);
      expect(series).toEqual(seriesThere);
      const [labels, labelsThere] = await fromBoth("labels", { "match[]": SCRAPED, ...window });
      expect(labels).toEqual(labelsThere);
    });
  });

  it.each(["Bearer", "Basic"] as const)("gives the same values of a label, with %s", async (scheme) => {
    const parameters = { "match[]": SCRAPED, ...window };
    const headers = credentials[scheme](token);
    for (const label of ["__name__", "job", "instance", "mode"]) {
      const path = `label/${label}/values`;
      const [given, expected] = await Promise.all([
        ask(inject("baseUrl"), path, parameters, { headers }),
        ask(prometheus.url, path, parameters),
      ]);
      expect(expected.data).not.toEqual([]);
      expect(given).toEqual(expected);
    }
  });

  it("keeps what each metric means", async () => {
    for (const metric of METRICS.slice(1)) {
      // Prometheus sends metadata apart from samples, every two seconds here.
      await waitFor(`metadata of ${metric}`, async () => {
        const { data } = await askOurs("metadata", { metric });
        return Object.keys(data as object).length > 0;
      });
      const [given, expected] = [
        await askOurs("metadata", { metric }),
        await ask(prometheus.url, "metadata", { metric }),
      ];
      expect(given).toEqual(expected);
    }
  });

  it("is read by a Prometheus data source of Grafana: save and test, then a panel", async () => {
    // The calls of Grafana's own data source, in its order. @see grafana `pkg/promlib/healthcheck.go`, `packages/grafana-prometheus`
    const headers = credentials.Basic(token);
    const post = (path: string, parameters: Parameters) =>
      ask(inject("baseUrl"), path, parameters, { method: "POST", headers });
    const get = (path: string, parameters: Parameters = {}) =>
      ask(inject("baseUrl"), path, parameters, { headers });
    const { start, end } = window;
    expect(await post("query", { query: "1+1", time: end })).toEqual({
      status: "success",
      data: { resultType: "scalar", result: [Number(end), "2"] },
    });
    expect(await get("status/buildinfo")).toMatchObject({
      status: "success",
      data: { version: expect.stringMatching(/^2\.\d+\.\d+$/) },
    });
    expect(await get("rules")).toMatchObject({ status: "success", data: { groups: expect.any(Array) } });
    expect((await post("labels", { start, end })).data).toContain("instance");
    expect((await get("label/__name__/values", { start, end })).data).toContain("node_load1");
    expect(await get("metadata")).toMatchObject({
      status: "success",
      data: { node_load1: [{ type: "gauge", help: "1m load average.", unit: "" }] },
    });
    expect((await post("series", { "match[]": "node_load1", start, end })).data).toHaveLength(1);
    const panel = await post("query_range", { query: `node_load1${SCRAPED}`, start, end, step: "1" });
    expect(panel).toMatchObject({ status: "success", data: { resultType: "matrix" } });
    expect((panel.data as { result: { values: unknown[] }[] }).result[0]?.values).toHaveLength(11);
    expect(await post("query_exemplars", { query: "node_load1", start, end })).toEqual({
      status: "success",
      data: [],
    });
  });

  describe("in a browser", () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openBrowser();
    });
    afterAll(() => browser.close());

    it("is found by search, and drawn beside the simulated cloud with a fresh age", async () => {
      const context = await browser.newContext({
        baseURL: inject("baseUrl"),
        locale: "en-GB",
        viewport: { width: 1440, height: 900 },
      });
      context.setDefaultTimeout(60_000);
      await signIn(context);
      const page = await context.newPage();
      await page.goto("/timeline?from=now-5m");
      await page.locator('[data-lane="business"] canvas').first().waitFor();
      await page.keyboard.press("a");
      await page.getByPlaceholder(/node_load1/).fill("node_load1");
      await page
        .getByRole("option", { name: /^node_load1\b/ })
        .first()
        .click();
      await page.keyboard.press("Escape");
      await page.waitForURL((url) => url.searchParams.get("add") === "node_load1");
      const panel = page.locator('[data-panel="add:node_load1"]');
      await panel.scrollIntoViewIfNeeded();
      await panel.locator("canvas").waitFor();
      await panel.locator("li [data-value-of]").filter({ hasText: /^\d/ }).first().waitFor();
      await page.locator('[data-lane="added"] [data-lane-age="fresh"]').waitFor();
      await page.screenshot({ path: outputFile("prometheus-node-load1.png") });
      await context.close();
    });
  });
});
