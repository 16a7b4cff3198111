import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openBrowser } from "../support/browser";
import { signIn } from "../support/sign-in";
import { writeRequestBody } from "../support/write-request";

/** The picture in the README: made here, so that it shows what the product shows. */
const PICTURE = fileURLToPath(new URL("../fixtures/readme-timeline.png", import.meta.url));

const WAIT_MS = 60_000;

describe("the timeline", () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    context = await browser.newContext({
      baseURL: inject("baseUrl"),
      locale: "en-GB",
      timezoneId: "Asia/Shanghai",
      viewport: { width: 1440, height: 900 },
    });
    context.setDefaultTimeout(WAIT_MS);
    await signIn(context);
    page = await context.newPage();
    await open("/timeline?from=now-3h");
  });
  afterAll(() => browser.close());

  async function open(address: string): Promise<void> {
    await page.goto(address);
    await page.locator('[data-lane="business"] canvas').first().waitFor();
  }

  /** Edges of the plots, in pixels. */
  async function plot(): Promise<{ x: (share: number) => number; y: number }> {
    const lane = await page.locator('[data-panel="business_requests_total"] canvas').boundingBox();
    if (!lane) throw new Error("There is no plot.");
    const gutter = 56;
    return { x: (share) => lane.x + gutter + (lane.width - gutter) * share, y: lane.y + lane.height / 2 };
  }

  const parameter = (name: string) => new URL(page.url()).searchParams.get(name);
  const legendValue = () => page.locator('[data-panel="business_requests_total"] li').first().textContent();

  it("has a lane for every layer, and shades the phases of the running event across them", async () => {
    const lanes = await page
      .locator("[data-lane]")
      .evaluateAll((all) => all.map((each) => each.getAttribute("data-lane")));
    expect(lanes).toEqual([
      "events",
      "experiments",
      "alarms",
      "business",
      "access",
      "compute",
      "middleware",
      "data",
      "evenkeel",
    ]);
    await page.locator('[data-phase="during"]').waitFor();
    const shade = await page.locator('[data-shade="during"]').boundingBox();
    const all = await page.locator("[data-timeline]").boundingBox();
    expect(shade?.height).toBeCloseTo(all?.height ?? 0, -1);
    expect(await page.locator('[data-shade="pre"]').count()).toBe(1);
  });

  it("tells how old the newest sample of each lane is", async () => {
    await page.locator('[data-lane="data"] [data-lane-age="fresh"]').waitFor();
    const ages = await page
      .locator("[data-lane-age]")
      .evaluateAll((all) => all.map((each) => each.textContent));
    expect(ages).toHaveLength(6);
    for (const age of ages) expect(age).toMatch(/\d+ s ago/);
  });

  it("shows the values of all lanes at one crosshair", async () => {
    const { x, y } = await plot();
    const atTheEnd = await legendValue();
    await page.mouse.move(x(0.2), y);
    await page.locator("[data-crosshair]").waitFor();
    await page
      .locator("[data-crosshair-time]")
      .filter({ hasText: /\d\d:\d\d:\d\d/ })
      .waitFor();
    // A promotion began 40 minutes ago: hours before it there was less traffic.
    await expect.poll(legendValue).not.toBe(atTheEnd);
    expect(await page.locator("[data-crosshair]").count()).toBe(1);
  });

  it("switches the axis to event time, and keeps it in the address", async () => {
    await page.getByRole("button", { name: "Event time" }).click();
    await page.waitForURL((url) => url.searchParams.get("axis") === "event");
    expect(parameter("event")).toBeTruthy();
    await page.locator("[data-time-axis]").getByText("T0", { exact: true }).waitFor();
    await page
      .locator("[data-time-axis]")
      .getByText(/^T−1 h$/)
      .waitFor();
  });

  it("compares with the previous event, aligned on T0 and named", async () => {
    await page.getByRole("combobox", { name: "Compare" }).click();
    await page.getByRole("option", { name: /^vs / }).first().click();
    await page.waitForURL((url) => url.searchParams.get("compare") === "previous");
    await page.getByText(/^Dashed: .*, aligned on T0$/).waitFor();
    // Two figures a row: of the other event, and of this one.
    await page.locator('[data-panel="business_requests_total"] li .border-dashed').first().waitFor();
  });

  it("zooms to what is brushed, and back out on a double-click", async () => {
    await open("/timeline?from=now-3h");
    const { x, y } = await plot();
    await page.mouse.move(x(0.4), y);
    await page.mouse.down();
    await page.mouse.move(x(0.6), y, { steps: 5 });
    await page.locator("[data-brush]").waitFor();
    await page.mouse.up();
    await page.waitForURL((url) => /^\d+$/.test(url.searchParams.get("from") ?? ""));
    const width = () => Number(parameter("to")) - Number(parameter("from"));
    const brushed = width();
    // A fifth of three hours, give or take a few pixels.
    expect(brushed / 60_000).toBeGreaterThan(34);
    expect(brushed / 60_000).toBeLessThan(38);
    await page.mouse.dblclick(x(0.5), y);
    await expect.poll(width).toBe(brushed * 2);
  });

  it("moves, zooms and goes live by keys", async () => {
    const from = Number(parameter("from"));
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => Number(parameter("from"))).toBeLessThan(from);
    const width = Number(parameter("to")) - Number(parameter("from"));
    await page.keyboard.press("+");
    await expect.poll(() => Number(parameter("to")) - Number(parameter("from"))).toBe(width / 2);
    await page.keyboard.press("l");
    await page.waitForURL((url) => !url.searchParams.has("to") || url.searchParams.get("to") === "now");
    await page.keyboard.press("p");
    await page.waitForURL((url) => /^\d+$/.test(url.searchParams.get("to") ?? ""));
  });

  it("adds a metric by search and shows the same to whoever opens the address", async () => {
    await open("/timeline?from=now-1h");
    await page.keyboard.press("a");
    await page.getByPlaceholder(/node_load1/).fill("mysql queries");
    await page.getByRole("option", { name: /mysql_queries_total/ }).click();
    await page.keyboard.press("Escape");
    await page.waitForURL((url) => url.searchParams.get("add") === "mysql_queries_total");
    await page.getByRole("button", { name: "Collapse Access" }).click();
    await page.waitForURL((url) => url.searchParams.get("fold") === "access");

    const other = await context.newPage();
    await other.goto(page.url());
    await other.locator('[data-lane="added"] [data-panel="add:mysql_queries_total"]').waitFor();
    expect(await other.locator('[data-lane="access"] [data-panel]').count()).toBe(0);
    await other.close();

    await page.locator('[data-lane="added"]').scrollIntoViewIfNeeded();
    await page.locator('[data-panel="add:mysql_queries_total"] canvas').waitFor();
    await page.getByRole("button", { name: "Remove MySQL queries" }).click({ force: true });
    await page.waitForURL((url) => !url.searchParams.has("add"));
    expect(await page.locator('[data-lane="added"]').count()).toBe(0);
  });

  it("tells an expression that cannot be evaluated, in the words of Prometheus", async () => {
    await page.goto(`/timeline?from=now-1h&focus=added&add=${encodeURIComponent("sum by (")}`);
    await page.locator('[data-lane="added"] [role="alert"]').filter({ hasText: "parse error" }).waitFor();
  });

  it("shows a new sample within 2 s of being written, without a reload", async () => {
    const name = `timeline_e2e_${Date.now()}`;
    const write = async (value: number) => {
      const response = await context.request.post("/api/v1/write", {
        headers: {
          authorization: `Bearer ${inject("adminToken")}`,
          "content-type": "application/x-protobuf",
          "content-encoding": "snappy",
          "x-prometheus-remote-write-version": "0.1.0",
        },
        data: Buffer.from(writeRequestBody([{ labels: { __name__: name }, t: [Date.now()], v: [value] }])),
      });
      expect(response.ok()).toBe(true);
    };
    await write(1);
    const stream = page.waitForResponse((response) => response.url().includes("/api/live"));
    await page.goto(`/timeline?from=now-15m&focus=added&add=${name}`);
    await stream;
    const legend = page.locator(`[data-panel="add:${name}"] [data-value-of]`);
    await legend.filter({ hasText: /^1$/ }).waitFor();
    await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
    const writtenAt = Date.now();
    await write(4711);
    await legend.filter({ hasText: /^4711$/ }).waitFor();
    expect(Date.now() - writtenAt).toBeLessThan(2_000);
    expect(await page.evaluate(() => "notReloaded" in globalThis)).toBe(true);
  });

  it("lists its keys, and gives all values as a table", async () => {
    await open("/timeline?from=now-1h");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys and gestures" }).waitFor();
    await page.getByRole("button", { name: "Close" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("t");
    const table = page.getByRole("dialog", { name: /^Values at / });
    await table
      .getByRole("row", { name: /Data MySQL CPU usage/ })
      .first()
      .waitFor();
  });

  it("makes the picture of the README", async () => {
    await open("/timeline?from=now-3h&axis=event&compare=previous");
    await page.getByText(/^Filling in history/).waitFor({ state: "detached", timeout: 150_000 });
    await page.locator('[data-panel="business_requests_total"] li .border-dashed').first().waitFor();
    const { x, y } = await plot();
    await page.mouse.move(x(0.93), y);
    await page.waitForTimeout(3_000);
    await mkdir(path.dirname(PICTURE), { recursive: true });
    await page.screenshot({ path: PICTURE });
  });

  it("speaks Chinese", async () => {
    await context.addCookies([{ name: "locale", value: "zh", url: inject("baseUrl") }]);
    await open("/timeline");
    await page.locator('[data-lane="business"] h2').filter({ hasText: "业务" }).waitFor();
    await context.clearCookies({ name: "locale" });
  });
});
