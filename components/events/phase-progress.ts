import type { RangeMs, UnixMs } from "@/lib/core/time";

/** How far a span has run at a moment, from 0 (not begun) to 1 (over). */
export function progressOf({ from, to }: RangeMs, now: UnixMs): number {
  if (to <= from) return now >= to ? 1 : 0;
  return Math.min(1, Math.max(0, (now - from) / (to - from)));
}
