import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { openBrowser } from "../support/browser";
import { signIn } from "../support/sign-in";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PAGES = [
  "/alarms?tab=rules",
  "/experiments",
  "/events",
  "/risks",
  "/settings",
  "/settings?tab=tokens",
  "/settings/ui",
];
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Rules of WCAG 2.2 AA that axe-core finds broken, with the elements. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async (tags) => {
    const { axe: runner } = globalThis as unknown as {
      axe: {
        run: (
          root: Document,
          options: object,
        ) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const result = await runner.run(document, { runOnly: tags });
    return result.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }, WCAG);
}

describe("the shell", () => {
  let browser: Browser;
  let context: BrowserContext;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    context = await browser.newContext({ baseURL: inject("baseUrl"), locale: "en-GB" });
    await signIn(context);
  });
  afterEach(() => context.close());

  it.each(["dark", "light"])("keeps every page within WCAG 2.2 AA in the %s theme", async (theme) => {
    await context.addCookies([{ name: "theme", value: theme, url: inject("baseUrl") }]);
    const page = await context.newPage();
    for (const path of PAGES) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      expect({ path, violations: await violations(page) }).toEqual({ path, violations: [] });
    }
  });

  it("fits every page on a phone", async () => {
    const page = await context.newPage();
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of PAGES) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect({ path, width }).toEqual({ path, width: 390 });
    }
  });

  it("finds a metric in the palette and leads to it on the timeline", async () => {
    const page = await context.newPage();
    await page.goto("/events");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("Search pages").fill("mysql cpu usage");
    await page.getByRole("option", { name: "MySQL CPU usage" }).click();
    await page.waitForURL((url) => url.searchParams.getAll("add").includes("mysql_cpu_usage_ratio"));
  });

  it("speaks Chinese once asked to, and remembers it", async () => {
    const page = await context.newPage();
    await page.goto("/settings?tab=preferences");
    await page.getByRole("combobox", { name: "Language" }).click();
    await page.getByRole("option", { name: "中文" }).click();
    await page.getByRole("heading", { name: "设置", level: 1 }).waitFor();
    await page.goto("/alarms");
    expect(await page.locator("html").getAttribute("lang")).toBe("zh");
  });

  it(
    "starts a drill after telling its targets, risk and undo, and shows the verdict",
    { timeout: 300_000 },
    async () => {
      const page = await context.newPage();
      await page.goto("/experiments?start=mysql-primary-down");
      const dialog = page.getByRole("dialog");
      await dialog.getByText("Felt by the business").waitFor();
      await dialog.getByText("The fault ends by itself").waitFor();
      await dialog.getByRole("button", { name: "Start now" }).click();
      await page.waitForURL(/\/experiments\/runs\//);
      await page.getByRole("heading", { name: "Alarms", level: 2 }).waitFor({ timeout: 280_000 });
      const alarm = page.getByRole("row", { name: /MysqlPrimaryDown/ });
      expect(await alarm.innerText()).toContain("Caught");
      expect(await page.getByText("Every target is back in the state that it had before.").isVisible()).toBe(
        true,
      );
    },
  );
});
