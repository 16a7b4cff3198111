import type { ChartSeries } from "./series";

/** Points `start` to `end` (both in) are joined by a line. A single point is a dot. */
export interface Segment {
  start: number;
  end: number;
}

/**
 * Where a line is drawn and where it stays open. Two points further apart than `maxGapMs` are not joined, nor is anything
 * joined across a value that is not a number.
 */
export function prepareSegments({ t, v }: Pick<ChartSeries, "t" | "v">, maxGapMs: number): Segment[] {
  const segments: Segment[] = [];
  let start = -1;
  for (let i = 0; i < t.length; i++) {
    const broken =
      start >= 0 && (Number.isNaN(v[i] ?? Number.NaN) || (t[i] ?? 0) - (t[i - 1] ?? 0) > maxGapMs);
    if (broken) {
      segments.push({ start, end: i - 1 });
      start = -1;
    }
    if (start < 0 && !Number.isNaN(v[i] ?? Number.NaN)) start = i;
  }
  if (start >= 0) segments.push({ start, end: t.length - 1 });
  return segments;
}
