import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { DAY_MS } from "@/lib/core/time";
import { violations } from "../support/audit";
import { openBrowser } from "../support/browser";
import { outputFile } from "../support/output";
import { missingPrograms, startPrometheusWith, type RealPrometheus } from "../support/real-prometheus";
import { signIn } from "../support/sign-in";
import { writeRequestBody } from "../support/write-request";

const missing = missingPrograms("prometheus");
const skipped = missing.length === 0 ? "" : ` (skipped: no ${missing.join(", no ")} here)`;
const NAME = "prometheus of zone 1";
/** More than the 80 that a source may have by default. Prometheus itself has no limit unless it is told one. */
const LABELS = 100;

describe.skipIf(missing.length > 0)(`a Prometheus that is connected by the page of sources${skipped}`, () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let exporter: Server;
  let prometheus: RealPrometheus | undefined;
  let token: string;

  beforeAll(async () => {
    const labels = Array.from({ length: LABELS }, (_, i) => `label_${i}="x"`).join(",");
    exporter = createServer((_, response) => response.end(`good 1\nwide{${labels}} 1\n`));
    exporter.listen(0, "127.0.0.1");
    await once(exporter, "listening");
    browser = await openBrowser();
    context = await browser.newContext({
      baseURL: inject("baseUrl"),
      locale: "en-GB",
      viewport: { width: 1440, height: 900 },
    });
    context.setDefaultTimeout(60_000);
    await signIn(context);
    page = await context.newPage();
  });
  afterAll(async () => {
    await prometheus?.close();
    await browser.close();
    exporter.close();
  });

  it("is one click away from every page", async () => {
    await page.goto("/timeline");
    await page.getByRole("link", { name: "Sources", exact: true }).click();
    await page.getByRole("tab", { name: "Connect" }).click();
    await page.getByRole("heading", { name: "1. Make a token" }).waitFor();
  });

  it("gives lines with the address and a new token, which a real Prometheus takes as they are", async () => {
    await page.getByLabel("Name", { exact: true }).fill(NAME);
    await page.getByRole("button", { name: "Create token" }).click();
    await page.getByText(`Token “${NAME}”`).waitFor();
    token = (await page.locator("figure", { hasText: "Token" }).locator("code").textContent()) ?? "";
    await page.getByText("Waiting for the first sample…").waitFor();
    const lines = await page.locator("figure", { hasText: "prometheus.yml" }).locator("code").textContent();
    expect(lines).toContain(`${inject("baseUrl")}/api/v1/write`);
    const { port } = exporter.address() as AddressInfo;
    prometheus = await startPrometheusWith(
      () => `${lines}
scrape_configs:
  - job_name: checkout
    scrape_interval: 1s
    static_configs: [{ targets: ["127.0.0.1:${port}"] }]
`,
    );
  });

  it("is seen to arrive, without a reload", async () => {
    await page.getByText("Arrived", { exact: true }).waitFor();
    await page.getByText("a part of it is refused").waitFor();
    await page.screenshot({ path: outputFile("sources-arrived.png") });
    await page.getByRole("link", { name: "Details of this source" }).click();
    await page.getByRole("heading", { name: NAME }).waitFor();
    await page
      .getByRole("link", { name: /checkout/ })
      .first()
      .waitFor();
  });

  it("is told in words what was refused, why, and what to do", async () => {
    const [labels, future] = [{ __name__: "clock", job: "wrong" }, Date.now() + DAY_MS];
    const answer = await fetch(`${inject("baseUrl")}/api/v1/write`, {
      method: "POST",
      body: writeRequestBody([{ labels, t: [future], v: [1] }]),
      headers: { authorization: `Bearer ${token}`, "content-encoding": "snappy" },
    });
    expect(answer.status).toBe(400);

    const wide = page.locator('[data-reason="labels_too_many"]');
    await wide.getByText("A series with too many labels").waitFor();
    await wide.getByText(/labeldrop/).waitFor();
    expect(await wide.locator("code", { hasText: "wide{" }).count()).toBe(1);
    const clock = page.locator('[data-reason="too_far_in_future"]');
    await clock.getByText("Samples from the future").waitFor();
    await clock.getByText(/NTP/).waitFor();
    await clock.getByText('clock{job="wrong"}').waitFor();
    await clock.getByText(/(24 h|1 d|23 h 59 min).* ahead of its arrival/).waitFor();
    await page.screenshot({ path: outputFile("sources-refused.png"), fullPage: true });
    expect(await violations(page)).toEqual([]);
  });

  it("is listed with its rate, its series and what was refused", async () => {
    await page.getByRole("link", { name: "All sources" }).click();
    const row = page.getByRole("row", { name: new RegExp(NAME) });
    await row.getByText("Partly refused").waitFor();
    await row.getByText(/Prometheus\/\d/).waitFor();
    await page.getByRole("row", { name: /Simulated cloud/ }).waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
