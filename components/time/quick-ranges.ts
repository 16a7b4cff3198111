/** Ranges that people ask for, shortest first; keys into `common.range`. */
export const QUICK_RANGES = ["15m", "30m", "1h", "3h", "6h", "12h", "1d", "2d", "7d", "15d"] as const;
export type QuickRange = (typeof QUICK_RANGES)[number];

/** The quick range that `from` to now is, if it is one. */
export function quickRangeOf(range: { from: string; to: string }): QuickRange | undefined {
  return range.to === "now" ? QUICK_RANGES.find((quick) => range.from === `now-${quick}`) : undefined;
}
