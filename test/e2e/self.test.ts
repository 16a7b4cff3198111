import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../support/browser";
import { startProduct, type Product } from "../support/product";
import { writeRequestBody } from "../support/write-request";

const WAIT_MS = 60_000;

/** Without the simulator nothing is in the product but what it tells of itself. */
describe("Evenkeel itself, in a product that nobody sends anything", () => {
  let product: Product;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    product = await startProduct({ env: { SIMULATOR: "off" } });
    browser = await openBrowser();
    context = await browser.newContext({
      baseURL: product.baseUrl,
      locale: "en-GB",
      viewport: { width: 1440, height: 900 },
    });
    context.setDefaultTimeout(WAIT_MS);
    const token = /sign-in\?token=([\w-]+)/.exec(product.output())?.[1];
    const signedIn = await context.request.post("/api/auth/sign-in/link", { data: { token } });
    expect(signedIn.ok()).toBe(true);
    page = await context.newPage();
  });
  afterAll(async () => {
    await browser.close();
    await product.stop();
  });

  const ask = (
    path: string,
    init: Omit<RequestInit, "headers"> & { headers?: Record<string, string> } = {},
  ) =>
    fetch(`${product.baseUrl}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${product.adminToken}`, ...init.headers },
    });

  async function resourcesWith(query: string): Promise<string[]> {
    const answer = await ask(`/api/v1/query?query=${encodeURIComponent(query)}`);
    const { data } = (await answer.json()) as { data: { result: { metric: Record<string, string> }[] } };
    return data.result.map(({ metric }) => metric["resource"] ?? "").sort();
  }

  const newestTile = () =>
    page.locator("[data-status-strip]").getByText("Newest sample", { exact: true }).locator("..");

  it("stores what its parts tell of themselves", async () => {
    const parts = ["evenkeel-metrics", "evenkeel-web", "evenkeel-worker"];
    await expect
      .poll(() => resourcesWith(`evenkeel_nodejs_heap_used_bytes{product="evenkeel"}`), { timeout: WAIT_MS })
      .toEqual(parts);
  });

  it("still guides to the first source, and does not call itself a sample", async () => {
    await page.goto("/timeline");
    await page.getByText("No metrics yet").waitFor();
    expect(await newestTile().textContent()).toBe("Newest sample—Unknown");
    await page.getByRole("button", { name: /No sample has arrived/ }).waitFor();
  });

  it("shows itself on the timeline on demand, and the page looks no more alive for it", async () => {
    await page.getByRole("link", { name: "Show how Evenkeel itself is doing" }).click();
    const memory = page.locator('[data-panel="evenkeel_process_resident_memory_bytes"]');
    await memory.getByText("evenkeel-worker").waitFor();
    await memory.getByText(/MiB/).first().waitFor();
    await page.locator('[data-lane="evenkeel"] [data-lane-age="fresh"]').waitFor();
    expect(await newestTile().textContent()).toBe("Newest sample—Unknown");
  });

  it("tells the age of what was sent, however new its own samples are", async () => {
    const sent = await ask("/api/v1/write", {
      method: "POST",
      headers: {
        "content-type": "application/x-protobuf",
        "content-encoding": "snappy",
        "x-prometheus-remote-write-version": "0.1.0",
      },
      body: new Uint8Array(
        writeRequestBody([{ labels: { __name__: "source_that_died" }, t: [Date.now() - 240_000], v: [1] }]),
      ),
    });
    expect(sent.status).toBe(204);
    await page.goto("/timeline?add=source_that_died");
    await newestTile().getByText("4 min ago").waitFor();
    const { answer } = (await (
      await ask("/api/chat", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ question: "how fresh is the data?" }),
      })
    ).json()) as { answer: string };
    expect(answer).toMatch(/4 min/);
  });

  it("has a page with its parts, its alarms and its traces", async () => {
    await page.goto("/settings?tab=self");
    for (const part of ["web", "metrics", "worker"])
      await page.getByRole("row", { name: new RegExp(`Alive ${part}`) }).waitFor();
    await page.getByText("Nothing is wrong with Evenkeel").waitFor();

    const traceId = "4bf92f3577b34da6a3ce929d0e000000";
    await ask("/api/v1/query?query=up", { headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` } });
    await page.goto(`/settings?tab=self&kind=all&q=${traceId}`);
    await page.getByRole("button", { name: "GET /api/v1/query" }).first().click();
    const dialog = page.getByRole("dialog", { name: "GET /api/v1/query" });
    // The query ran in the metrics thread, as a part of the same trace.
    await dialog.getByText("metrics.query").first().click();
    await dialog.getByText("metrics", { exact: true }).first().waitFor();
  });

  it("answers a question about itself", async () => {
    for (const [question, words] of [
      ["what is Evenkeel's own memory?", /Evenkeel memory/],
      ["Evenkeel 自己的内存", /Evenkeel 内存/],
    ] as const) {
      const reply = (await (
        await ask("/api/chat", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ question }),
        })
      ).json()) as { status: string; answer: string; interpretation: string };
      expect(reply.status).toBe("answered");
      expect(`${reply.interpretation} ${reply.answer}`).toMatch(words);
      expect(reply.answer).toMatch(/MiB/);
    }
  });

  it("fires none of its own alarms at a first start", async () => {
    const to = Date.now();
    const answer = await ask(`/api/alarms?from=${to - 3_600_000}&to=${to}`);
    const { alarms } = (await answer.json()) as { alarms: { rule: string; firedAt: number | null }[] };
    expect(alarms.filter(({ firedAt }) => firedAt !== null)).toEqual([]);
  });
});
