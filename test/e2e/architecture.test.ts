import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openBrowser } from "../support/browser";
import { measureFrames } from "../support/frame-rate";
import { signIn } from "../support/sign-in";

const WAIT_MS = 60_000;

describe("the architecture page", () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    context = await browser.newContext({
      baseURL: inject("baseUrl"),
      locale: "en-GB",
      viewport: { width: 1440, height: 900 },
      acceptDownloads: true,
    });
    context.setDefaultTimeout(WAIT_MS);
    await signIn(context);
    page = await context.newPage();
  });
  afterAll(() => browser.close());

  const node = (name: string) => page.getByRole("button", { name: new RegExp(`^${name};`) });
  const inspector = (name: string) => page.getByRole("complementary", { name: `Node ${name}` });
  const parameter = (name: string) => new URL(page.url()).searchParams.get(name);

  async function open(slug: string, query = ""): Promise<void> {
    await page.goto(`/architecture/${slug}${query}`);
    await page.locator("[data-diagram]").waitFor();
  }

  async function makeDiagram(slug: string, yaml: string): Promise<void> {
    const answer = await context.request.put(`/api/architectures/${slug}/yaml`, { data: yaml });
    expect([answer.status(), await answer.text()]).toEqual([200, expect.anything()]);
  }

  const row = (slug: string, lines: readonly string[]) =>
    [`architecture: ${slug}`, `title: ${slug}`, "nodes:", ...lines, ""].join("\n");

  it("leads from the businesses to a diagram, and from a node to its resources", async () => {
    await page.goto("/architecture");
    await page.getByRole("link", { name: "mall", exact: true }).click();
    await page.locator("[data-diagram]").waitFor();
    await node("redis-cart").focus();
    await page.keyboard.press("Enter");
    const link = inspector("redis-cart").getByRole("link", { name: "redis-cart-0", exact: true });
    await link.waitFor();
    expect(parameter("node")).toBe("redis-cart");
    expect(await link.getAttribute("href")).toBe("/resources/redis-cart-0");
  });

  it("tells everything of a node in words too: condition, figure, traffic", async () => {
    await open("mall");
    await expect
      .poll(() => node("redis-cart").textContent(), { timeout: WAIT_MS })
      .toMatch(/^redis-cart; .+ · 2; Health: (OK|Warning|Critical|Unknown|Info), .+; traffic .+\/s/);
  });

  it("goes from node to node by arrow keys, and lets go of one by Escape", async () => {
    await open("mall", "?node=gateway");
    await node("gateway").focus();
    await page.keyboard.press("ArrowDown");
    const below = await page.evaluate(() => document.activeElement?.getAttribute("data-node"));
    expect(below).toBeTruthy();
    expect(below).not.toBe("gateway");
    await page.keyboard.press("Escape");
    await expect.poll(() => parameter("node")).toBe(null);
  });

  it("switches what colours and figures tell, and keeps it in the address", async () => {
    await open("mall");
    await page.getByRole("combobox", { name: "What colours and figures tell" }).click();
    await page.getByRole("option", { name: "Utilisation" }).click();
    await expect.poll(() => parameter("overlay")).toBe("utilisation");
    await expect.poll(() => node("redis-cart").textContent()).toContain("Utilisation:");
  });

  it("finds nodes by a question", async () => {
    await open("mall");
    await page.getByRole("textbox", { name: "Search the diagram" }).fill("redis behind cart");
    await page.keyboard.press("Enter");
    await page.getByText(/^[1-9]\d* nodes? found/).waitFor();
    expect(parameter("q")).toBe("redis behind cart");
  });

  it("shows who is touched when a node fails", async () => {
    await open("mall", "?node=redis-cart&blast=true");
    await page.getByRole("list", { name: "Who is touched when it fails" }).waitFor();
  });

  it("shows the past: a step back leaves the present, and Now comes back", async () => {
    await open("mall");
    await page.getByRole("slider", { name: "Moment" }).waitFor();
    await page.getByRole("button", { name: "A step back" }).click();
    await expect.poll(() => Number(parameter("at"))).toBeGreaterThan(0);
    expect(Number(parameter("at"))).toBeLessThan(Date.now());
    await page
      .getByText(/old at that moment/)
      .or(page.getByRole("slider", { name: "Moment" }))
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Now", exact: true }).click();
    await expect.poll(() => parameter("at")).toBe(null);
  });

  it("is edited by keyboard: add, bind, connect, move, undo and redo, save", async () => {
    await makeDiagram(
      "drawn",
      row("drawn", ["  - { id: front, layer: access }", "  - { id: store, layer: data }"]),
    );
    await open("drawn");
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await node("front").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("combobox", { name: "Connect to…" }).click();
    await page.getByRole("option", { name: "store" }).click();
    await inspector("front").getByRole("button", { name: "Remove the line to store" }).waitFor();

    const selector = page.getByRole("textbox", { name: "Bound by selector" });
    await selector.fill('colour="red"');
    await page.getByText(/resources have no label "colour"/).waitFor();
    await selector.fill('product="clb"');
    await page.keyboard.press("Enter");
    await inspector("front").getByRole("link", { name: /^clb-/ }).first().waitFor();

    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: 'Remove product="clb"' }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Redo" }).click();
    await page.getByRole("button", { name: 'Remove product="clb"' }).waitFor();

    await node("store").focus();
    await page.keyboard.press("Alt+ArrowRight");
    await page.getByRole("textbox", { name: "What was changed" }).fill("wired");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved as version 2").waitFor();

    await page.getByRole("button", { name: "Version 2" }).click();
    const dialog = page.getByRole("dialog", { name: "Versions" });
    await dialog.getByText("wired").waitFor();
    await dialog.getByText('+ product="clb"').waitFor();
    await dialog.getByText("front → store").waitFor();
    await dialog.getByRole("button", { name: /^Version 1/ }).click();
    await dialog.getByRole("button", { name: "Make it the newest" }).click();
    await page.getByText("Saved as version 3").waitFor();
  });

  it("does not let two editors overwrite each other, and keeps what the second drew", async () => {
    await makeDiagram("shared", row("shared", ["  - { id: only, layer: data }"]));
    await open("shared");
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.getByRole("button", { name: "Add node" }).click();
    await makeDiagram("shared", row("shared", ["  - { id: other, layer: data }"]));
    await page.getByRole("button", { name: "Save" }).click();
    await page
      .getByRole("alert")
      .getByText(/^Somebody else saved meanwhile\. .* has version 2 by now/)
      .waitFor();
    await node("New node").waitFor({ state: "attached" });
  });

  it("refuses a bad YAML file as a whole, with its line and column", async () => {
    await makeDiagram("imported", row("imported", ["  - { id: a, layer: data }"]));
    await open("imported");
    await page.getByRole("button", { name: "Import YAML" }).click();
    const text = row("imported", ["  - { id: a, layer: data }", "  - { id: b, layer: cellar }"]);
    await page.getByRole("textbox", { name: "YAML text" }).fill(text);
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await page
      .getByRole("alert")
      .getByText(/Refused as a whole\. 5:21: nodes\.1\.layer/)
      .waitFor();
    const kept = await context.request.get("/api/architectures/imported");
    expect(await kept.json()).toMatchObject({ version: 1, diagram: { nodes: [{ id: "a" }] } });
  });

  it("names a binding to a resource that is not there", async () => {
    await makeDiagram("broken", row("broken", ["  - { id: a, layer: data, resources: [mysql-nowhere] }"]));
    await open("broken", "?node=a");
    await inspector("a")
      .getByText("mysql-nowhere is bound here, and the inventory does not know it")
      .waitFor();
  });

  it("gives the diagram out as a picture", async () => {
    await open("mall");
    await page.getByRole("button", { name: "Export" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "Picture (SVG)" }).click(),
    ]);
    expect(file.suggestedFilename()).toBe("mall.svg");
    const stream = await file.createReadStream();
    let text = "";
    for await (const chunk of stream) text += String(chunk);
    expect(text).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox=/);
    expect(text).toContain(">redis-cart</text>");
  });

  it("pans and zooms 500 nodes at 50 frames a second or more", async () => {
    const nodes = Array.from(
      { length: 500 },
      (_, i) => `  - { id: part-${i}, layer: ${["access", "business", "middleware", "data"][i % 4]} }`,
    );
    const edges = Array.from(
      { length: 496 },
      (_, i) => `  - { source: part-${i}, destination: part-${i + (i % 4 === 3 ? 4 : 1)} }`,
    );
    await makeDiagram("large", [row("large", nodes), "edges:", ...edges, ""].join("\n"));
    await open("large");
    await expect.poll(() => page.locator("[data-node]").count(), { timeout: WAIT_MS }).toBe(500);
    await measureFrames(page, "[data-diagram]", 30);
    // Other work on the machine only takes frames away: the best of three is what the page can do.
    const measured = [];
    for (let i = 0; i < 3; i += 1) measured.push(await measureFrames(page, "[data-diagram]", 240));
    console.info("frames of 500 nodes", JSON.stringify(measured));
    expect(measured.map(({ frames }) => frames)).toEqual([240, 240, 240]);
    const best = Math.max(...measured.map(({ perSecond }) => perSecond));
    expect(best).toBeGreaterThanOrEqual(50);
  });
});
