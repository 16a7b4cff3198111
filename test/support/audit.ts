import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

interface Axe {
  run: (
    root: Document,
    options: object,
  ) => Promise<{ violations: { id: string; impact: string | null; nodes: { html: string }[] }[] }>;
}

/** Rules of WCAG 2.2 AA that axe-core finds broken on a page, with the elements. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async (tags) => {
    const { axe: runner } = globalThis as unknown as { axe: Axe };
    const result = await runner.run(document, { runOnly: tags });
    return result.violations.flatMap(({ id, impact, nodes }) =>
      nodes.map(({ html }) => `${impact} ${id}: ${html}`),
    );
  }, WCAG);
}

/** Everything that a browser complains of while it shows a page, from here on. */
export function complaints(page: Page): string[] {
  const heard: string[] = [];
  page.on("pageerror", (error) => heard.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") heard.push(`console: ${message.text()}`);
  });
  return heard;
}
