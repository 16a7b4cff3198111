import { DAY_MS, type RangeMs, SECOND_MS, type UnixMs } from "@/lib/core/time";

/** Two live ticks of the simulator: less shows one point. */
export const WIDTH_MIN_MS = 10 * SECOND_MS;
/** A year and a month: the same event of last year still fits. */
export const WIDTH_MAX_MS = 400 * DAY_MS;

/** The same moments, `fraction` of the width later (or earlier, when negative). */
export function panRange({ from, to }: RangeMs, fraction: number): RangeMs {
  const by = Math.round((to - from) * fraction);
  return { from: from + by, to: to + by };
}

/** Width times `factor` (less than 1 zooms in) with the moment `at` staying in its place; within the widths allowed. */
export function zoomRange({ from, to }: RangeMs, factor: number, at: UnixMs = (from + to) / 2): RangeMs {
  const width = to - from;
  const wanted = Math.min(WIDTH_MAX_MS, Math.max(WIDTH_MIN_MS, width * factor));
  const share = (at - from) / width;
  const start = Math.round(at - share * wanted);
  return { from: start, to: start + Math.round(wanted) };
}

/** The range between two ends in any order, or null when it is too narrow to mean a selection. */
export function brushRange(a: UnixMs, b: UnixMs): RangeMs | null {
  const range = { from: Math.round(Math.min(a, b)), to: Math.round(Math.max(a, b)) };
  return range.to - range.from < WIDTH_MIN_MS ? null : range;
}

/** Pixel to moment and back, on a plot of `pixels` width. */
export function timeAtPixel({ from, to }: RangeMs, x: number, pixels: number): UnixMs {
  return from + (x / Math.max(1, pixels)) * (to - from);
}

export function shareOf({ from, to }: RangeMs, at: UnixMs): number {
  return (at - from) / (to - from);
}
