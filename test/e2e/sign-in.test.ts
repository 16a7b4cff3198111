import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { openBrowser } from "../support/browser";
import { newSignInLink } from "../support/sign-in";

describe("signing in", () => {
  let browser: Browser;
  let context: BrowserContext;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    context = await browser.newContext({ baseURL: inject("baseUrl"), locale: "en-GB" });
  });
  afterEach(() => context.close());

  it("shows the sign-in page to whoever is not signed in, whatever page they ask for", async () => {
    const page = await context.newPage();
    await page.goto("/settings/ui");
    expect(new URL(page.url()).pathname).toBe("/sign-in");
  });

  it("comes back to the page that was asked for", async () => {
    const page = await context.newPage();
    await page.goto("/alarms?tab=rules");
    const next = new URL(page.url()).searchParams.get("next") ?? "";
    const link = new URL(await newSignInLink());
    link.searchParams.set("next", next);
    await page.goto(link.href);
    await page.getByRole("button", { name: "Sign in on this browser" }).click();
    await page.waitForURL((url) => url.pathname === "/alarms" && url.searchParams.get("tab") === "rules");
  });

  it("does not lead to another site after signing in", async () => {
    const page = await context.newPage();
    const link = new URL(await newSignInLink());
    link.searchParams.set("next", "//evil.example/");
    await page.goto(link.href);
    await page.getByRole("button", { name: "Sign in on this browser" }).click();
    await page.waitForURL((url) => url.pathname === "/timeline");
    expect(new URL(page.url()).origin).toBe(inject("baseUrl"));
  });

  it("lets a person in by the one-time link", async () => {
    const page = await context.newPage();
    await page.goto(await newSignInLink());
    await page.getByRole("button", { name: "Sign in on this browser" }).click();
    await page.waitForURL((url) => url.pathname !== "/sign-in");
    expect(await (await context.request.get("/api/me")).json()).toMatchObject({ role: "admin" });
  });
});
