import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { openBrowser } from "../support/browser";
import { signIn } from "../support/sign-in";

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
});
