import type { Status } from "@/components/ui/status";

/** The colours of the page's theme, as values: a canvas and a file know no variables. */
export interface Palette extends Record<Status, string> {
  bg: string;
  surface: string;
  raised: string;
  line: string;
  lineStrong: string;
  fg: string;
  muted: string;
  faint: string;
  accent: string;
  font: string;
}

/** Reads the theme that holds at this element. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(`--color-${name}`).trim();
  return {
    bg: colour("bg"),
    surface: colour("surface"),
    raised: colour("raised"),
    line: colour("line"),
    lineStrong: colour("line-strong"),
    fg: colour("fg"),
    muted: colour("muted"),
    faint: colour("faint"),
    accent: colour("accent"),
    ok: colour("ok"),
    info: colour("info"),
    warning: colour("warning"),
    critical: colour("critical"),
    unknown: colour("unknown"),
    font: style.fontFamily,
  };
}
