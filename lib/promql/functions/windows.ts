/** One series seen through a window that moves over the grid. Samples `lo[i] <= k < hi[i]` are in the window of step i. */
export interface Windows {
  t: Float64Array;
  v: Float64Array;
  lo: Int32Array;
  hi: Int32Array;
  count: number;
  rangeMs: number;
  /** End of the window of step i: `firstEnd + i * endStep`; `endStep` is 0 under the `@` modifier. */
  firstEnd: number;
  endStep: number;
  /** Moment of step i: `firstMoment + i * step`. */
  firstMoment: number;
  step: number;
}

/**
 * Fills `out[i]` and sets `present[i]` for every step that has a result, one pass over the series.
 * `args` are the scalar arguments over the grid, in order, the range vector left out.
 */
export type RangeKernel = (
  windows: Windows,
  out: Float64Array,
  present: Uint8Array,
  args: readonly Float64Array[],
) => void;

/** Both ends of a window are in, as in Prometheus 2. */
export function slideWindows(windows: Windows): void {
  const { t, lo, hi, count, rangeMs, firstEnd, endStep } = windows;
  const length = t.length;
  let from = 0;
  let to = 0;
  for (let i = 0; i < count; i++) {
    const end = firstEnd + i * endStep;
    const start = end - rangeMs;
    while (to < length && (t[to] as number) <= end) to++; // Safe because to < length.
    while (from < to && (t[from] as number) < start) from++; // Safe because from < length.
    lo[i] = from;
    hi[i] = to;
  }
}
