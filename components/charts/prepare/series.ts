import type { UnixMs } from "@/lib/core/time";

/** One line of a chart. `t` (Unix ms, ascending) and `v` have the same length; where there is no value there is no point. */
export interface ChartSeries {
  /** Unique in its chart. */
  id: string;
  /** As written in the legend. */
  name: string;
  /** What the line is about, such as the id of a resource: lines about the same thing have the same colour everywhere. */
  colourKey: string;
  t: ArrayLike<UnixMs>;
  v: ArrayLike<number>;
  /** Drawn dashed and named so: the same series at another time. */
  ghost?: boolean;
}

/** Index of the last point at or before `at`, or -1. */
export function indexAt(t: ArrayLike<UnixMs>, at: UnixMs): number {
  let low = 0;
  let high = t.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((t[middle] ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Value at the point nearest to `at`, at most `reachMs` away; null where there is none: a reader must never be shown a
 * value of another time.
 */
export function valueAt(
  series: Pick<ChartSeries, "t" | "v">,
  at: UnixMs,
  reachMs: number,
): { t: UnixMs; v: number } | null {
  const before = indexAt(series.t, at);
  let best: { t: UnixMs; v: number } | null = null;
  for (const index of [before, before + 1]) {
    const t = series.t[index];
    const v = series.v[index];
    if (t === undefined || v === undefined || Number.isNaN(v) || Math.abs(t - at) > reachMs) continue;
    if (!best || Math.abs(t - at) < Math.abs(best.t - at)) best = { t, v };
  }
  return best;
}

/** Smallest and greatest finite value in [from, to]; null when there is none. */
export function extentOf(
  series: readonly Pick<ChartSeries, "t" | "v">[],
  from: UnixMs,
  to: UnixMs,
): { min: number; max: number } | null {
  let min = Infinity;
  let max = -Infinity;
  for (const { t, v } of series) {
    for (let i = Math.max(0, indexAt(t, from)); i < t.length && (t[i] ?? Infinity) <= to; i++) {
      const value = v[i] ?? Number.NaN;
      if ((t[i] ?? 0) < from || !Number.isFinite(value)) continue;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  return min > max ? null : { min, max };
}
