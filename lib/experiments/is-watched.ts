import type { DurationMs, RangeMs } from "@/lib/core/time";

/**
 * Whether a rule was being evaluated throughout a window.
 *
 * @param spans in which it was evaluated without a gap, any order.
 * @param gapMs a hole of at most this, between spans or at an end of the window, is no gap: evaluations are moments.
 */
export function isWatched(spans: readonly RangeMs[], window: RangeMs, gapMs: DurationMs): boolean {
  let seenTo = window.from;
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    if (to < window.from - gapMs || to <= seenTo) continue;
    if (from - seenTo > gapMs) return false;
    seenTo = to;
  }
  return spans.some(({ to }) => to >= window.from - gapMs) && window.to - seenTo <= gapMs;
}
