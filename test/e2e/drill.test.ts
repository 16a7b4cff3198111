import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { AlarmView } from "@/lib/alarms/schemas";
import type { RunView } from "@/lib/experiments/schemas";
import { formatValue } from "@/lib/core/units";
import { askProduct } from "../support/ask";
import { openBrowser } from "../support/browser";
import { outputFile } from "../support/output";
import { signIn } from "../support/sign-in";

/** The fault acts for 90 s, and what it broke has a few minutes to come back. */
const DRILL_MS = 400_000;

describe("the drill “MySQL primary down”", () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** The same run on the timeline, in a tab of its own. */
  let timeline: Page;
  let id: string;

  beforeAll(async () => {
    browser = await openBrowser();
    context = await browser.newContext({
      baseURL: inject("baseUrl"),
      locale: "en-GB",
      viewport: { width: 1440, height: 900 },
    });
    context.setDefaultTimeout(60_000);
    await signIn(context);
    page = await context.newPage();
    timeline = await context.newPage();
  });
  afterAll(() => browser.close());

  const course = (state: string) =>
    page.locator('[aria-current="step"]').filter({ hasText: state }).waitFor({ timeout: DRILL_MS });
  const bar = (lane: string, label: RegExp) =>
    timeline.locator(`[data-lane="${lane}"] [data-bar]`).filter({ hasText: label });

  it("starts after telling its targets, its risk and its undo", async () => {
    await page.goto("/experiments");
    await page.getByRole("button", { name: "Start MySQL primary down" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Felt by the business").waitFor();
    await dialog.getByText("MysqlPrimaryDown").waitFor();
    await dialog.getByText("The fault ends by itself").waitFor();
    await dialog.getByRole("button", { name: "Start now" }).click();
    await page.waitForURL(/\/experiments\/runs\//);
    id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  });

  it("shows live what happens, without a reload", { timeout: DRILL_MS }, async () => {
    await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
    await course("Observing");
    await page
      .getByRole("row", { name: /^mysql-order-\d/ })
      .filter({ hasText: "Active" })
      .waitFor();
    expect(await page.evaluate(() => "notReloaded" in globalThis)).toBe(true);
  });

  it("draws the run and its alarms on the timeline while they last", { timeout: DRILL_MS }, async () => {
    await timeline.goto("/timeline?from=now-15m");
    await bar("experiments", /MySQL primary down · Running/)
      .last()
      .waitFor();
    await bar("alarms", /MysqlPrimaryDown/)
      .last()
      .waitFor();
    await bar("alarms", /BusinessSuccessRateLow · order/)
      .last()
      .waitFor();
    await timeline.screenshot({ path: outputFile("drill-timeline.png") });
  });

  it("ends with a verdict on every alarm, the target, and the way back", { timeout: DRILL_MS }, async () => {
    await page.getByRole("heading", { name: "Alarms", level: 2 }).waitFor({ timeout: DRILL_MS });
    await page.screenshot({ path: outputFile("drill-verdict.png"), fullPage: true });
    const run = await askProduct<RunView>(`/api/runs/${id}`);
    expect(run).toMatchObject({ state: "completed", verdict: "passed", report: { restored: true } });

    const row = (rule: string) =>
      page
        .getByRole("row", { name: new RegExp(rule) })
        .first()
        .innerText();
    for (const rule of ["MysqlPrimaryDown", "BusinessSuccessRateLow", "ClbErrorRateHigh"]) {
      const result = run.report?.alarms.find((alarm) => alarm.rule === rule);
      const told = await row(rule);
      expect(told).toContain("Caught");
      expect(told).toContain(formatValue(result?.detectS ?? null, "seconds"));
    }
    for (const rule of ["RedisDown", "CvmDown", "TkePodsUnavailable"])
      expect(await row(rule)).toContain("Silent");
    const [target] = run.report?.targets ?? [];
    expect(target).toMatchObject({ met: true });
    expect(target?.measuredS).toBeGreaterThan(0);
    await page
      .getByText(formatValue(target?.measuredS ?? null, "seconds"), { exact: true })
      .first()
      .waitFor();
    await page.getByText("Every target is back in the state that it had before.").waitFor();
    await page
      .getByRole("row", { name: /^mysql-order-\d/ })
      .filter({ hasText: "Undone" })
      .waitFor();
  });

  it("tells of each alarm what the alarms themselves tell", async () => {
    const run = await askProduct<RunView>(`/api/runs/${id}`);
    const { alarms } = await askProduct<{ alarms: AlarmView[] }>(
      `/api/alarms?from=${run.createdAt}&to=${run.endedAt}`,
    );
    const caught = (run.report?.alarms ?? []).filter(({ verdict }) => verdict === "caught");
    expect(caught.length).toBeGreaterThanOrEqual(4);
    for (const { rule, labels, firedAt, detectS, resolvedAt } of caught) {
      const alarm = alarms.find(
        (each) =>
          each.rule === rule &&
          each.firedAt === firedAt &&
          Object.entries(labels).every(([name, value]) => each.labels[name] === value),
      );
      expect({ rule, labels, found: alarm !== undefined }).toEqual({ rule, labels, found: true });
      expect(alarm?.resolvedAt).toBe(resolvedAt);
      expect(detectS).toBeCloseTo(((firedAt ?? 0) - (run.injectedAt ?? 0)) / 1000, 3);
    }
  });

  it("leaves its verdict on the timeline and in the library", async () => {
    await bar("experiments", /MySQL primary down · Passed/)
      .last()
      .waitFor();
    await page.goto("/experiments");
    await page.getByRole("link", { name: "Last run" }).first().waitFor();
    await page
      .getByRole("row", { name: /MySQL primary down/ })
      .first()
      .filter({ hasText: "Passed" })
      .waitFor();
  });
});
