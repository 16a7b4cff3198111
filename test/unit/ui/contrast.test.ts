import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("app/globals.css", "utf8");

/** The variables of the block that `selector` opens. */
function themeOf(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf("}", start));
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]));
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** Contrast ratio of WCAG 2.2, 1 to 21. */
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

const TEXT = ["fg", "muted", "faint", "accent", "ok", "warning", "critical", "info", "unknown"];
const GROUNDS = ["bg", "surface", "raised"];

describe.each(['[data-theme="dark"]', '[data-theme="light"]'])("%s", (selector) => {
  const theme = themeOf(selector);

  it.each(TEXT.flatMap((text) => GROUNDS.map((ground) => [text, ground])))(
    "writes %s on %s at 4.5:1",
    (text, ground) => {
      expect(contrast(theme[`color-${text}`]!, theme[`color-${ground}`]!)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it("writes on the accent at 4.5:1", () => {
    expect(contrast(theme["color-accent-fg"]!, theme["color-accent"]!)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(GROUNDS.slice(0, 2))("bounds controls on %s at 3:1", (ground) => {
    expect(contrast(theme["color-line-strong"]!, theme[`color-${ground}`]!)).toBeGreaterThanOrEqual(3);
  });

  it.each(Array.from({ length: 12 }, (_, i) => `series-${i + 1}`))("draws %s at 3:1", (series) => {
    expect(contrast(theme[series]!, theme["color-surface"]!)).toBeGreaterThanOrEqual(3);
  });
});

it("names the same variables in both themes", () => {
  expect(Object.keys(themeOf('[data-theme="light"]'))).toEqual(Object.keys(themeOf('[data-theme="dark"]')));
});
