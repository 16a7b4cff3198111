import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Reply } from "@/lib/chat/schemas";
import { formatValue } from "@/lib/core/units";
import { askProduct } from "../support/ask";
import { openBrowser } from "../support/browser";
import { outputFile } from "../support/output";
import { signIn } from "../support/sign-in";

/** Texts of the page in both languages, as a reader sees them. */
const LANGUAGES = [
  {
    locale: "en",
    chat: "Ask Evenkeel",
    question: "Your question",
    basis: /^How it was computed/,
    open: "Open in the timeline",
    highest: "which MySQL instances had the highest CPU in the last 30 minutes?",
    firing: "is anything firing?",
    firingTitle: "Firing alarms",
    score: "what is the health score?",
    scoreTitle: "Health score",
  },
  {
    locale: "zh",
    chat: "问一问 Evenkeel",
    question: "您的问题",
    basis: /^计算依据/,
    open: "在时间线中打开",
    highest: "过去30分钟哪个 MySQL 的 CPU 最高？",
    firing: "有告警吗？",
    firingTitle: "触发中的告警",
    score: "健康分是多少？",
    scoreTitle: "健康分",
  },
] as const;

describe.each(LANGUAGES)("the docked chat in $locale", (language) => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const said: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
    context = await browser.newContext({
      baseURL: inject("baseUrl"),
      timezoneId: "Asia/Shanghai",
      viewport: { width: 1440, height: 900 },
    });
    context.setDefaultTimeout(60_000);
    await signIn(context);
    await context.addCookies([
      { name: "locale", value: language.locale, url: inject("baseUrl") },
      { name: "chat", value: "open", url: inject("baseUrl") },
    ]);
    page = await context.newPage();
    // A copy for the test: the page reads the stream, and a browser keeps no second one.
    await page.route("**/api/chat", async (route) => {
      const response = await route.fetch();
      said.push(await response.text());
      await route.fulfill({ response });
    });
    await page.goto("/events");
  });
  afterAll(() => browser.close());

  /** Asks as a person does; gives the card of the answer and what the server said. */
  async function ask(question: string): Promise<{ card: Locator; reply: Reply }> {
    const dock = page.getByRole("complementary", { name: language.chat });
    const before = await dock.getByRole("article").count();
    await dock.getByRole("textbox", { name: language.question }).fill(question);
    said.length = 0;
    await page.keyboard.press("Enter");
    await expect.poll(() => said.length, { timeout: 60_000 }).toBe(1);
    const { reply } = JSON.parse(/^event: answer\ndata: (.*)$/m.exec(said[0] ?? "")?.[1] ?? "{}") as {
      reply: Reply;
    };
    const card = dock.getByRole("article").nth(before);
    await card.getByText(reply.answer, { exact: true }).first().waitFor();
    await card.getByText(language.basis).click();
    return { card, reply };
  }

  /** The number drawn large, by its title. */
  const figure = (card: Locator, title: string) =>
    card.getByText(title, { exact: true }).locator("xpath=following-sibling::*").first().innerText();

  it("names the highest with a chart and a query which gives the same figures again", async () => {
    const { card, reply } = await ask(language.highest);
    await card.locator("canvas").waitFor();
    const receipt = reply.queries.find(({ purpose }) => purpose === "answer");
    if (!receipt) throw new Error("There is no receipt for the answer.");
    await card.getByText(receipt.promql, { exact: true }).waitFor();
    const again = await askProduct<{
      data: { result: { metric: { resource: string }; value: [number, string] }[] };
    }>(`/api/v1/query?${new URLSearchParams({ query: receipt.promql, time: String(receipt.to / 1000) })}`);
    const [highest] = again.data.result.sort((a, b) => Number(b.value[1]) - Number(a.value[1]));
    expect(reply.result.rows[0]).toEqual({
      name: highest?.metric.resource,
      value: Number(highest?.value[1]),
    });
    const sentence = await card.getByRole("paragraph").first().innerText();
    expect(sentence).toContain(highest?.metric.resource);
    expect(sentence).toContain(formatValue(Number(highest?.value[1]), "ratio"));
    await page.screenshot({ path: outputFile(`chat-${language.locale}.png`) });
  });

  it("opens the query of an answer in the timeline", async () => {
    const { card, reply } = await ask(language.highest);
    const { promql } = reply.queries[0] ?? {};
    await card.getByRole("link", { name: language.open }).first().click();
    await page.waitForURL((url) => url.pathname === "/timeline");
    expect(new URL(page.url()).searchParams.getAll("add")).toEqual([promql]);
    await page.locator('[data-lane="added"] [data-panel] canvas').first().waitFor();
    await page.goto("/events");
  });

  it("tells what fires, as the list of alarms has it", async () => {
    const { card, reply } = await ask(language.firing);
    const { alarms } = await askProduct<{ alarms: { state: string; rule: string }[] }>("/api/alarms");
    const firing = alarms.filter(({ state }) => state === "firing").map(({ rule }) => rule);
    expect(reply.result.rows.map(({ rule }) => rule)).toEqual(firing);
    await card.getByText("GET /api/alarms", { exact: true }).waitFor();
    expect(await figure(card, language.firingTitle)).toBe(String(firing.length));
  });

  it("tells the health score, as the last scan has it", async () => {
    const { card, reply } = await ask(language.score);
    const { score } = await askProduct<{ score: number }>("/api/risk");
    expect(reply.answer).toContain(String(Number(score.toFixed(1))));
    await card.getByText("GET /api/risk", { exact: true }).waitFor();
    expect(await figure(card, language.scoreTitle)).toBe(formatValue(score, ""));
  });
});
