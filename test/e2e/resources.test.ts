import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { ComparisonView, ResourceList } from "@/lib/resources/schemas";
import { askProduct, credentials } from "../support/ask";
import { openBrowser } from "../support/browser";
import { outputFile } from "../support/output";
import { signIn } from "../support/sign-in";
import { until } from "../support/until";
import { writeRequestBody } from "../support/write-request";

const TARGET = { job: "checkout", instance: "10.0.0.7:8080" };
const ID = `${TARGET.job}@${TARGET.instance}`;
/** Discovery looks once a minute; the rest is for a machine that does other work beside. */
const SEEN_WITHIN_MS = 150_000;

describe("the inventory", () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

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
    const at = Date.now();
    const labels = { __name__: "checkout_queue_usage", ...TARGET, zone: "zone-b" };
    const response = await fetch(`${inject("baseUrl")}/api/v1/write`, {
      method: "POST",
      headers: {
        ...credentials.Bearer(inject("adminToken")),
        "content-type": "application/x-protobuf",
        "content-encoding": "snappy",
      },
      body: writeRequestBody([{ labels, t: [at], v: [0.5] }]),
    });
    expect(response.ok).toBe(true);
  });
  afterAll(() => browser.close());

  it("is found, filtered and searched, and the address says how", async () => {
    await page.goto("/timeline");
    await page.getByRole("link", { name: "Resources" }).click();
    const table = page.getByRole("region", { name: "Resources" });
    await table.getByRole("link").first().waitFor();
    const { total } = await askProduct<ResourceList>("/api/resources?product=mysql&limit=1");
    await page.getByRole("group", { name: "Product" }).getByRole("checkbox", { name: /MySQL/ }).check();
    await page.getByText(new RegExp(`^${total.toLocaleString("en")} of `)).waitFor();
    await page.getByRole("searchbox").fill("order zone-b");
    await until("the search is in the address", () => Promise.resolve(page.url().includes("zone-b") || null));
    expect(new URL(page.url()).searchParams.get("product")).toBe("mysql");
    await page.getByRole("button", { name: "Used" }).click();
    await page.screenshot({ path: outputFile("resources.png") });
    await page.reload();
    await table
      .getByRole("link", { name: /^mysql-order-/ })
      .first()
      .waitFor();
  });

  it("leads to a resource with its charts, its relations and what it needs", async () => {
    await page
      .getByRole("link", { name: /^mysql-order-/ })
      .first()
      .click();
    await page.getByRole("heading", { name: "MySQL CPU usage" }).waitFor();
    await page.locator("[data-timeline] canvas").first().waitFor();
    await page.getByRole("heading", { name: /Others of mysql-order/ }).waitFor();
    await page.screenshot({ path: outputFile("resource.png"), fullPage: true });
  });

  it("says that an unknown id is unknown", async () => {
    await page.goto("/resources/no-such-thing");
    await page.getByText("No resource is called “no-such-thing”").waitFor();
  });

  it("discovers what sends metrics, tells that nobody recorded it, and lets it be adopted", async () => {
    await until(
      "the target is discovered",
      async () => {
        const { differences } = await askProduct<ComparisonView>("/api/resources/comparison?kind=unknown");
        return differences.find(({ resourceId }) => resourceId === ID) ?? null;
      },
      SEEN_WITHIN_MS,
    );
    await page.goto("/resources?tab=comparison&show=unknown");
    const row = page.getByRole("row", { name: new RegExp(TARGET.instance) });
    await row.getByRole("button", { name: "Adopt" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Adopt" }).click();
    await row.waitFor({ state: "detached" });
    await page.goto(`/resources/${encodeURIComponent(ID)}`);
    await page.getByText("Adopted").waitFor();
    await page.getByRole("heading", { name: "checkout_queue_usage" }).waitFor();
  });

  it("refuses a bad file with the place of each fault, and takes a good one after showing it", async () => {
    await page.goto("/resources");
    await page.getByRole("button", { name: "Import" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("resources:\n  - { id: planned-0, product: mysqll }\n");
    await dialog.getByText("Line 2, column 31").waitFor();
    await dialog.getByText(/did you mean mysql\?/).waitFor();
    await dialog
      .getByRole("textbox")
      .fill("resources:\n  - { id: planned-0, product: mysql, state: planned }\n");
    await dialog.getByText("1 new, 0 changed").waitFor();
    await dialog.getByRole("button", { name: "Make 1 change" }).click();
    await dialog.getByRole("textbox").waitFor({ state: "detached" });
    await page.getByRole("searchbox").fill("planned-0");
    await page.getByRole("link", { name: "planned-0" }).waitFor();
  });

  it("gives what is shown as CSV", async () => {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export" }).click();
    await page.getByRole("menuitem", { name: /CSV/ }).click();
    expect((await download).suggestedFilename()).toMatch(/^resources-.*\.csv$/);
  });
});
