import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AlarmList } from "@/lib/alarms/schemas";
import type { MetricsHealth } from "@/lib/metrics/health/schemas";
import type { SimulatorView } from "@/lib/simulator/schemas";
import { violations } from "../support/audit";
import { openBrowser } from "../support/browser";
import { startVictoriaMetrics, type MetricEngine } from "../support/metric-engines";
import { outputFile } from "../support/output";
import { startProduct, type Product } from "../support/product";
import { missingPrograms } from "../support/real-prometheus";
import { until } from "../support/until";

const missing = missingPrograms("victoria-metrics").map((program) => `no ${program}`);
const skipped = missing.length === 0 ? "" : ` (skipped: ${missing.join(", ")})`;
const TOKEN = randomBytes(24).toString("base64url");

describe.skipIf(missing.length > 0)(`a real VictoriaMetrics that is killed and comes back${skipped}`, () => {
  let engine: MetricEngine;
  let product: Product;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    engine = await startVictoriaMetrics();
    product = await startProduct({ env: { METRICS_URL: engine.url, ADMIN_TOKEN: TOKEN } });
    browser = await openBrowser();
    const context = await browser.newContext({
      baseURL: product.baseUrl,
      locale: "en-GB",
      viewport: { width: 1440, height: 900 },
    });
    context.setDefaultTimeout(60_000);
    page = await context.newPage();
    const link = /http:\S+\/sign-in\?token=\S+/.exec(product.output())?.[0];
    if (link === undefined) throw new Error("No sign-in link was printed.");
    await page.goto(link);
    await page.getByRole("button", { name: /sign in/i }).click();
    await page.waitForURL(/timeline/);
  });
  afterAll(async () => {
    await browser.close();
    await product.stop();
    await engine.close();
    await rm(product.dataFolder, { recursive: true, force: true });
  });

  async function ask<T>(path: string): Promise<T> {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const response = await fetch(`${product.baseUrl}${path}`, { headers });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }
  const banner = () => page.locator("[data-metrics-away]");
  const strip = () => page.locator("[data-status-strip]").innerText();

  it("says unknown everywhere, not zero, and fires and resolves nothing", async () => {
    await page.goto("/timeline?from=now-15m");
    await page.getByText("Orders per minute").first().waitFor();
    await until("a figure is shown", async () => (/\d%/.test(await strip()) ? true : null));
    const { alarms: before } = await ask<AlarmList>("/api/alarms");
    await engine.kill();

    await banner().waitFor();
    expect(await banner().innerText()).toMatch(/does not answer since \d\d:\d\d:\d\d/);
    await until("the strip says so", async () => {
      const text = await strip();
      return /Unknown since/.test(text) && !/\d%/.test(text) ? true : null;
    });
    await page.getByText("The simulated cloud waits").waitFor();
    const { waiting } = await ask<SimulatorView>("/api/simulator");
    expect(waiting?.reason).toContain("does not answer");
    const list = await until("every rule fails", async () => {
      const found = await ask<AlarmList>("/api/alarms");
      return found.watch.failing === found.watch.rules ? found : null;
    });
    expect(list.alarms.map(({ id, state }) => ({ id, state }))).toEqual(
      before.map(({ id, state }) => ({ id, state })),
    );
    await page.screenshot({ path: outputFile("engine-away.png") });
    expect(await violations(page)).toEqual([]);

    for (const [path, said] of [
      ["/alarms", "No rule can be evaluated"],
      ["/alarms?tab=rules", "does not answer"],
      ["/risks", "does not answer"],
      ["/experiments", "does not answer"],
    ] as const) {
      await page.goto(path);
      await page.getByText(said).first().waitFor();
      await banner().waitFor();
    }
    await page.goto("/chat");
    await page.locator("main textarea").fill("What is the success rate right now?");
    await page.keyboard.press("Enter");
    await page.getByText(/No answer: .*does not answer/).waitFor();
  });

  it("goes on by itself when the engine is back, with every sample of the time between", async () => {
    await page.goto("/timeline?from=now-15m");
    await banner().waitFor();
    const { awaySince } = await ask<MetricsHealth>("/api/metrics/health");
    if (awaySince === null) throw new Error("It is not away.");
    await engine.restart();
    await banner().waitFor({ state: "detached" });
    await until("a figure is shown", async () => (/\d%/.test(await strip()) ? true : null));
    const back = Date.now();
    await until("the simulator is at the present", async () => {
      const { waiting, world } = await ask<SimulatorView>("/api/simulator");
      return waiting === null && (world?.clock ?? 0) > back ? true : null;
    });
    const { alarms } = await ask<AlarmList>("/api/alarms");
    // Evenkeel's own, which tell of rules that could not be evaluated, are right to.
    const ofOthers = alarms.filter(
      ({ state, labels }) => state === "firing" && labels["product"] !== "evenkeel",
    );
    expect(ofOthers.filter(({ activeAt }) => activeAt > awaySince && activeAt < back)).toEqual([]);
    // A sample each 10 s at least, the outage included.
    const seconds = Math.floor((back - awaySince) / 1000);
    const query = new URLSearchParams({
      query: `min(count_over_time(mysql_up[${seconds}s]))`,
      time: String(back / 1000),
    });
    const { data } = await ask<{ data: { result: { value: [number, string] }[] } }>(`/api/v1/query?${query}`);
    expect(Number(data.result[0]?.value[1])).toBeGreaterThanOrEqual(Math.floor(seconds / 10) - 1);
  });
});
