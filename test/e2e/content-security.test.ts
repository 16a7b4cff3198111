import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openBrowser } from "../support/browser";
import { signIn } from "../support/sign-in";

const PAGES = ["/sign-in", "/timeline", "/alarms", "/experiments", "/events", "/risks", "/settings", "/chat"];

describe("what a page may load and run", () => {
  let browser: Browser;
  let context: BrowserContext;
  beforeAll(async () => {
    browser = await openBrowser();
    context = await browser.newContext({ baseURL: inject("baseUrl") });
    await signIn(context);
  });
  afterAll(() => browser.close());

  it("is enough for every page, and never what was slipped in", async () => {
    const page = await context.newPage();
    const violations: string[] = [];
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) violations.push(message.text());
    });
    for (const path of PAGES) {
      const response = await page.goto(path, { waitUntil: "load" });
      const headers = response?.headers() ?? {};
      expect(headers["content-security-policy"]).toMatch(/script-src 'self' 'nonce-[\w+/=]{20,}';/);
      expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY" });
      await page.getByRole("heading", { level: 1 }).first().waitFor();
    }
    expect(violations).toEqual([]);
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "globalThis.slippedIn = true";
      document.body.append(script);
      return "slippedIn" in globalThis;
    });
    expect(ran).toBe(false);
    expect(violations.length).toBe(1);
  });

  it("has a new nonce for each answer", async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => (await context.request.get("/sign-in")).headers()["content-security-policy"]),
    );
    expect(new Set(nonces).size).toBe(2);
  });

  it("is told of the endpoints too", async () => {
    expect((await context.request.get("/api/me")).headers()).toMatchObject({
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
      "referrer-policy": "same-origin",
    });
  });
});
