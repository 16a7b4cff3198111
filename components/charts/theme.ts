"use client";
import { useMemo } from "react";
import { type Theme, useTheme } from "@/components/ui/use-theme";
import { canvasColour, type ColourSlot, colourCss, colourSlot } from "./prepare/colours";

/** What a canvas needs of the theme: it cannot read CSS variables by itself. */
export interface ChartTheme {
  name: Theme;
  fg: string;
  muted: string;
  faint: string;
  line: string;
  surface: string;
  warning: string;
  unknown: string;
  font: string;
  /** Colour of an entity, by its id. */
  series: (colourKey: string) => string;
}

/** Resolves any CSS colour, variables and `color-mix` included, to what the page really paints. */
function makeResolver(): (css: string) => string {
  const probe = document.createElement("span");
  const known = new Map<string, string>();
  return (css) => {
    const found = known.get(css);
    if (found !== undefined) return found;
    probe.style.color = css;
    document.documentElement.append(probe);
    const resolved = canvasColour(getComputedStyle(probe).color);
    probe.remove();
    known.set(css, resolved);
    return resolved;
  };
}

function readTheme(name: Theme): ChartTheme {
  const resolve = makeResolver();
  const slot = (value: ColourSlot) => resolve(colourCss(value));
  return {
    name,
    fg: resolve("var(--color-fg)"),
    muted: resolve("var(--color-muted)"),
    faint: resolve("var(--color-faint)"),
    line: resolve("var(--color-line)"),
    surface: resolve("var(--color-surface)"),
    warning: resolve("var(--color-warning)"),
    unknown: resolve("var(--color-unknown)"),
    font: getComputedStyle(document.body).fontFamily,
    series: (colourKey) => slot(colourSlot(colourKey)),
  };
}

/** The theme in colours that a canvas understands, read again when the reader changes it. Null while the server renders. */
export function useChartTheme(): ChartTheme | null {
  const theme = useTheme();
  return useMemo(() => (typeof window === "undefined" ? null : readTheme(theme)), [theme]);
}
