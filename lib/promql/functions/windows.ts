import { openMs, type Dialect } from "../dialect";

/** One series seen through a window that moves over the grid. Samples `lo[i] <= k < hi[i]` are in the window of step i. */
export interface Windows {
  t: Float64Array;
  v: Float64Array;
  /** The samples of the series: `start <= k < end`. Windows lie within. */
  start: number;
  end: number;
  lo: Int32Array;
  hi: Int32Array;
  count: number;
  rangeMs: number;
  dialect: Dialect;
  /** End of the window of step i: `firstEnd + i * endStep`; `endStep` is 0 under the `@` modifier. */
  firstEnd: number;
  endStep: number;
  /** Moment of step i: `firstMoment + i * step`. */
  firstMoment: number;
  step: number;
  /** What a kernel worked out from the times alone; series that share their times find it again. */
  byTimes: unknown;
}

/** Moves on to a series. Where it shares its times with the one before, its windows are known already. */
export function enterSeries(
  windows: Windows,
  { t, v, start, end }: Pick<Windows, "t" | "v" | "start" | "end">,
): void {
  windows.v = v;
  if (windows.t === t && windows.start === start && windows.end === end) return;
  windows.t = t;
  windows.start = start;
  windows.end = end;
  windows.byTimes = undefined;
  slideWindows(windows);
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

/** Both ends of a window are in, as in Prometheus 2; in Prometheus 3 the sample on its beginning is not. */
function slideWindows(windows: Windows): void {
  const { t, start, end, lo, hi, count, firstEnd, endStep } = windows;
  const backMs = windows.rangeMs - openMs(windows.dialect);
  let from = start;
  let to = start;
  for (let i = 0; i < count; i++) {
    const last = firstEnd + i * endStep;
    const first = last - backMs;
    while (to < end && (t[to] as number) <= last) to++; // Safe because to < end.
    while (from < to && (t[from] as number) < first) from++; // Safe because from < end.
    lo[i] = from;
    hi[i] = to;
  }
}
