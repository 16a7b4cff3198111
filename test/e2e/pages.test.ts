import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { FAILING_REASONS, OPEN_REASONS } from "@/lib/experiments/constants";
import type { RunView } from "@/lib/experiments/schemas";
import type { SourceList } from "@/lib/sources/schemas";
import { askProduct, credentials } from "../support/ask";
import { complaints, violations } from "../support/audit";
import { openBrowser } from "../support/browser";
import { outputFile } from "../support/output";
import { cannotKill, pidOf } from "../support/processes";
import { signIn } from "../support/sign-in";
import { until } from "../support/until";

const DRILL = "mysql-primary-down";
const DRILL_MS = 400_000;
/** Longest that a lease may be seen past its deadline before somebody says that it is over. Our choice. */
const UNDO_LATE_MS = 30_000;

/** Every page, with what tells that it shows its data. */
const PAGES: readonly { name: string; path: string; shown: string; press?: string }[] = [
  { name: "timeline", path: "/timeline?from=now-1h", shown: '[data-lane="business"] canvas' },
  { name: "alarms", path: "/alarms", shown: "main h1" },
  { name: "alarms-rules", path: "/alarms?tab=rules", shown: "main tbody tr" },
  { name: "alarms-recording", path: "/alarms?tab=recording", shown: "main tbody tr" },
  { name: "experiments", path: "/experiments", shown: "main a[href^='/experiments/runs/']" },
  { name: "run", path: "/experiments/runs/:run", shown: "main tbody tr" },
  { name: "events", path: "/events", shown: "main h1" },
  { name: "risks", path: "/risks", shown: "main ul li" },
  { name: "resources", path: "/resources", shown: "main tbody tr" },
  { name: "resources-accuracy", path: "/resources?tab=comparison", shown: "main section h2" },
  { name: "resource", path: "/resources/mysql-order-0", shown: "main [data-timeline] h3" },
  { name: "chat", path: "/chat", shown: "main textarea" },
  { name: "settings", path: "/settings", shown: "main h1" },
  { name: "settings-tokens", path: "/settings?tab=tokens", shown: "main tbody tr" },
  { name: "settings-users", path: "/settings?tab=users", shown: "main tbody tr" },
  { name: "settings-preferences", path: "/settings?tab=preferences", shown: "main h1" },
  { name: "settings-ui", path: "/settings/ui", shown: "main h1" },
  { name: "sources", path: "/settings/sources", shown: "main tbody tr" },
  { name: "source", path: "/settings/sources/:source", shown: "main [role=img]" },
  { name: "sources-connect", path: "/settings/sources?tab=connect", shown: "main pre" },
  { name: "sources-storage", path: "/settings/sources?tab=storage", shown: "main [role=meter]" },
  { name: "start-dialog", path: "/experiments?start=redis-primary-down", shown: '[role="dialog"] dl' },
  { name: "palette", path: "/events", shown: "main h2", press: "Control+k" },
  { name: "not-found", path: "/experiments/runs/none", shown: "main h1" },
];
const SCREENS = ["dark", "light"].flatMap((theme) =>
  [1440, 390].flatMap((width) => ["en", "zh"].map((locale) => ({ theme, width, locale }))),
);

/** So that the tab of recording rules has one to show. */
async function putRuleFile(): Promise<void> {
  const rule =
    '{record: app:business_requests:rate1m, expr: "sum by (app) (rate(business_requests_total[1m]))"}';
  const response = await fetch(`${inject("baseUrl")}/api/rules/business.yml`, {
    method: "PUT",
    headers: credentials.Bearer(inject("adminToken")),
    body: `groups: [{name: business, interval: 15s, rules: [${rule}]}]`,
  });
  if (!response.ok) throw new Error(`The rule file was refused: ${await response.text()}`);
}

describe("every page, while a drill acts and its worker is killed", () => {
  let browser: Browser;
  let run: RunView;
  let source: string;
  const runNow = () => askProduct<RunView>(`/api/runs/${run.id}`);

  beforeAll(async () => {
    browser = await openBrowser();
    await putRuleFile();
    run = await askProduct<RunView>(`/api/experiments/${DRILL}/start`, {});
    const { sources } = await askProduct<SourceList>("/api/sources");
    source = sources[0]?.id ?? "";
    await until("the fault acts", async () => ((await runNow()).state === "observing" ? true : null));
    if (cannotKill === "") process.kill(await pidOf(inject("dataFolder"), ".build/worker.mjs"), "SIGKILL");
  });
  afterAll(() => browser.close());

  describe.each(SCREENS)("$theme, $width px, $locale", ({ theme, width, locale }) => {
    let context: BrowserContext;
    let page: Page;
    let heard: string[];
    beforeAll(async () => {
      context = await browser.newContext({
        baseURL: inject("baseUrl"),
        timezoneId: "Asia/Shanghai",
        viewport: { width, height: width > 500 ? 900 : 844 },
      });
      context.setDefaultTimeout(60_000);
      const url = inject("baseUrl");
      await context.addCookies([
        { name: "theme", value: theme, url },
        { name: "locale", value: locale, url },
      ]);
      await signIn(context);
      page = await context.newPage();
      heard = complaints(page);
    });
    afterAll(() => context.close());

    /** Takes the picture, and finds nothing to complain of. */
    async function look(name: string): Promise<void> {
      await page.screenshot({ path: outputFile(`pages/${name}-${theme}-${width}-${locale}.png`) });
      const lang = await page.locator("html").getAttribute("lang");
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      // A page that is not there says so with a 404, which Chromium counts as an error.
      const errors = heard.filter((text) => name !== "not-found" || !text.includes("404"));
      expect({ lang, overflow: Math.max(0, overflow), errors }).toEqual({
        lang: locale,
        overflow: 0,
        errors: [],
      });
      expect(await violations(page)).toEqual([]);
    }

    it.each(PAGES)("$name", async ({ name, path, shown, press }) => {
      heard.length = 0;
      await page.goto(path.replace(":run", run.id).replace(":source", source));
      await page.locator(shown).first().waitFor();
      if (press !== undefined) {
        await page.keyboard.press(press);
        await page.getByRole("dialog").getByRole("option").first().waitFor();
      }
      await look(name);
    });

    it("sign-in", async () => {
      heard.length = 0;
      await context.clearCookies({ name: /session/ });
      await page.goto("/timeline");
      await page.locator("main form").waitFor();
      await look("sign-in");
    });
  });

  it(
    "sees the drill end rolled back, with a verdict on what was really seen",
    { timeout: DRILL_MS },
    async () => {
      const ended = await until(
        "the run ends",
        async () => {
          const seen = await runNow();
          return seen.endedAt === null ? null : seen;
        },
        DRILL_MS,
      );
      expect(ended).toMatchObject({ state: "completed", report: { restored: true } });
      for (const { state, undoneAt, deadline, undoError } of ended.injections) {
        expect({ state, undoError }).toEqual({ state: "undone", undoError: null });
        expect((undoneAt ?? Number.POSITIVE_INFINITY) - deadline).toBeLessThan(UNDO_LATE_MS);
      }
      // The cluster itself: one primary that answers, all of its nodes up.
      const { data } = await askProduct<{ data: { result: { value: [number, string] }[] } }>(
        `/api/v1/query?${new URLSearchParams({ query: 'sum(mysql_up{cluster="mysql-order"} * (1 + mysql_is_primary))' })}`,
      );
      expect(data.result[0]?.value[1]).toBe("4");
      // Nobody watched the rules for the moment between two workers: whatever is claimed must agree with the alarms.
      const { alarms } = await askProduct<{ alarms: { rule: string; firedAt: number | null }[] }>(
        `/api/alarms?from=${ended.createdAt}&to=${ended.endedAt}`,
      );
      const results = ended.report?.alarms ?? [];
      for (const { rule, verdict, firedAt } of results) {
        const fired = alarms.some(
          (alarm) => alarm.rule === rule && alarm.firedAt === firedAt && firedAt !== null,
        );
        expect({ rule, verdict, fired }).toEqual({
          rule,
          verdict,
          fired: verdict === "caught" || verdict === "late" || verdict === "collateral",
        });
      }
      const reasons = ended.report?.reasons.map(({ key }) => key) ?? [];
      const among = (keys: readonly string[]) => reasons.some((key) => keys.includes(key));
      const due = among(FAILING_REASONS) ? "failed" : among(OPEN_REASONS) ? "inconclusive" : "passed";
      expect({ verdict: ended.verdict, reasons }).toMatchObject({ verdict: due });
    },
  );
});
