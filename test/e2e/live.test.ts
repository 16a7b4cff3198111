import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { openBrowser } from "../support/browser";
import { signIn } from "../support/sign-in";

describe("the event stream of a browser", () => {
  let browser: Browser;
  let context: BrowserContext;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    context = await browser.newContext({ baseURL: inject("baseUrl") });
    await signIn(context);
  });
  afterEach(() => context.close());

  async function streams(): Promise<number> {
    const text = await (await context.request.get("/metrics")).text();
    return Number(/^evenkeel_live_clients\{part="web"\} (\d+)/m.exec(text)?.[1] ?? 0);
  }

  async function openTab(): Promise<Page> {
    const page = await context.newPage();
    await page.goto("/settings/ui");
    return page;
  }

  it("is one for all its tabs, and is handed on when the tab that holds it closes", async () => {
    const before = await streams();
    const first = await openTab();
    await expect.poll(streams, { timeout: 20_000 }).toBe(before + 1);
    const second = await openTab();
    const opened = second.waitForRequest((request) => request.url().includes("/api/live"));
    expect(await streams()).toBe(before + 1);
    await first.close();
    await opened;
    await expect.poll(streams, { timeout: 20_000 }).toBe(before + 1);
  });
});
