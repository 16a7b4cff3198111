import type { RangeMs } from "@/lib/core/time";

/**
 * Rows for bars, so that no two that overlap share one: first come, first row that is free (interval partitioning,
 * Kleinberg and Tardos, Algorithm Design, 4.1; it needs no more rows than bars overlap at one moment).
 *
 * @param gapMs air between two bars of a row.
 * @returns the row of each bar, in the order given.
 */
export function assignRows(bars: readonly RangeMs[], gapMs: number): number[] {
  const order = bars.map((_, i) => i).sort((a, b) => (bars[a]?.from ?? 0) - (bars[b]?.from ?? 0));
  const ends: number[] = [];
  const rows = bars.map(() => 0);
  for (const i of order) {
    const bar = bars[i];
    if (!bar) continue;
    const free = ends.findIndex((end) => end + gapMs <= bar.from);
    const row = free < 0 ? ends.length : free;
    ends[row] = bar.to;
    rows[i] = row;
  }
  return rows;
}

export type LabelPlace = "after" | "before" | "on";

/** Where the label of a bar has room in the view: after it, else before it, else on it. */
export function labelPlace(bar: RangeMs, view: RangeMs, labelMs: number): LabelPlace {
  if (Math.max(bar.to, view.from) + labelMs <= view.to) return "after";
  return bar.from - labelMs >= view.from ? "before" : "on";
}

/** The time that a bar and its label take up together. */
export function withLabel({ from, to }: RangeMs, place: LabelPlace, labelMs: number): RangeMs {
  if (place === "after") return { from, to: to + labelMs };
  if (place === "before") return { from: from - labelMs, to };
  return { from, to: Math.max(to, from + labelMs) };
}
