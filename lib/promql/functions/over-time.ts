import { InvalidError } from "@/lib/core/errors";
import { infiniteMeanStays, isInfinite, KahanSum } from "../engine/sums";
import { BlockSums } from "./block-sums";
import { SortedWindow } from "./sorted-window";
import type { RangeKernel, Windows } from "./windows";

// In this file `as number` on an indexed typed array is safe because every index lies in a window of `slideWindows`.

/** Applies `reduce` to each window that is not empty. */
function perWindow(reduce: (v: Float64Array, from: number, to: number) => number): RangeKernel {
  return ({ v, lo, hi, count }, out, present) => {
    for (let i = 0; i < count; i++) {
      const from = lo[i] as number;
      const to = hi[i] as number;
      if (to === from) continue;
      out[i] = reduce(v, from, to);
      present[i] = 1;
    }
  };
}

const sum: RangeKernel = ({ v, start, end, lo, hi, count }, out, present) => {
  const sums = new BlockSums(v, start, end);
  for (let i = 0; i < count; i++) {
    const from = lo[i] as number;
    const to = hi[i] as number;
    if (to === from) continue;
    out[i] = sums.total(from, to);
    present[i] = 1;
  }
};

/** The sum over the count; where the sum is not finite, Prometheus' running mean, which does not overflow. */
const avg: RangeKernel = (windows, out, present) => {
  sum(windows, out, present, []);
  const { v, lo, hi, count } = windows;
  for (let i = 0; i < count; i++) {
    if (present[i] === 0) continue;
    const from = lo[i] as number;
    const to = hi[i] as number;
    const total = out[i] as number;
    out[i] = Number.isFinite(total) ? total / (to - from) : mean(v, from, to);
  }
};

/** @see Prometheus 2.42 funcAvgOverTime: a running mean, which cannot overflow as a sum can */
function mean(v: Float64Array, from: number, to: number): number {
  let average = 0;
  let c = 0;
  for (let k = from; k < to; k++) {
    const value = v[k] as number;
    const count = k - from + 1;
    if (infiniteMeanStays(average, value)) continue;
    const change = value / count - average / count;
    const next = average + change;
    c += Math.abs(average) >= Math.abs(change) ? average - next + change : change - next + average;
    average = next;
  }
  return isInfinite(average) ? average : average + c;
}

/** @see Prometheus 2.42 funcStdvarOverTime: Welford's method with compensated sums */
function variance(v: Float64Array, from: number, to: number): number {
  const average = new KahanSum();
  const squares = new KahanSum();
  for (let k = from; k < to; k++) {
    const value = v[k] as number;
    const delta = value - average.total;
    average.add(delta / (k - from + 1));
    squares.add(delta * (value - average.total));
  }
  return squares.total / (to - from);
}

/** Maximum (`sign` 1) or minimum (-1) by a queue of candidates: each sample enters and leaves once. NaN only if all are. */
function extreme(sign: 1 | -1): RangeKernel {
  return ({ v, start, end, lo, hi, count }, out, present) => {
    const queue = new Int32Array(end - start);
    let head = 0;
    let tail = 0;
    let next = start;
    for (let i = 0; i < count; i++) {
      const from = lo[i] as number;
      const to = hi[i] as number;
      for (; next < to; next++) {
        const value = (v[next] as number) * sign;
        if (Number.isNaN(value)) continue;
        while (tail > head && (v[queue[tail - 1] as number] as number) * sign < value) tail--;
        queue[tail++] = next;
      }
      while (head < tail && (queue[head] as number) < from) head++;
      if (to === from) continue;
      out[i] = head < tail ? (v[queue[head] as number] as number) : Number.NaN;
      present[i] = 1;
    }
  };
}

const quantileOverTime: RangeKernel = ({ v, start, end, lo, hi, count }, out, present, [q]) => {
  const window = new SortedWindow(end - start);
  let first = start;
  let next = start;
  for (let i = 0; i < count; i++) {
    const from = lo[i] as number;
    const to = hi[i] as number;
    for (; first < from && first < next; first++) window.remove(v[first] as number);
    first = Math.max(first, from);
    next = Math.max(next, from); // Samples between two windows are in neither.
    for (; next < to; next++) window.add(v[next] as number);
    if (to === from) continue;
    out[i] = window.quantile(q?.[i] ?? Number.NaN);
    present[i] = 1;
  }
};

function smoothingFactor(name: string, value: number): number {
  if (value > 0 && value < 1) return value;
  throw new InvalidError(
    `invalid ${name} factor. Expected: 0 < ${name === "smoothing" ? "sf" : "tf"} < 1, got: ${value.toFixed(6)}`,
  );
}

/** @see Prometheus 2.42 funcHoltWinters: double exponential smoothing */
const holtWinters: RangeKernel = (windows, out, present, [sf, tf]) => {
  for (let i = 0; i < windows.count; i++) {
    const from = windows.lo[i] as number;
    const to = windows.hi[i] as number;
    if (to === from) continue;
    const smoothing = smoothingFactor("smoothing", sf?.[i] ?? Number.NaN);
    const trend = smoothingFactor("trend", tf?.[i] ?? Number.NaN);
    if (to - from < 2) continue;
    out[i] = smooth(windows, from, to, smoothing, trend);
    present[i] = 1;
  }
};

function smooth({ v }: Windows, from: number, to: number, smoothing: number, trend: number): number {
  let before = 0;
  let level = v[from] as number;
  let slope = (v[from + 1] as number) - level;
  for (let k = from + 1; k < to; k++) {
    if (k > from + 1) slope = trend * (level - before) + (1 - trend) * slope;
    const next = smoothing * (v[k] as number) + (1 - smoothing) * (level + slope);
    before = level;
    level = next;
  }
  return level;
}

export const OVER_TIME_KERNELS = {
  sum_over_time: sum,
  avg_over_time: avg,
  count_over_time: perWindow((_v, from, to) => to - from),
  last_over_time: perWindow((v, _from, to) => v[to - 1] as number),
  present_over_time: perWindow(() => 1),
  stdvar_over_time: perWindow(variance),
  stddev_over_time: perWindow((v, from, to) => Math.sqrt(variance(v, from, to))),
  max_over_time: extreme(1),
  min_over_time: extreme(-1),
  quantile_over_time: quantileOverTime,
  holt_winters: holtWinters,
  double_exponential_smoothing: holtWinters,
} satisfies Record<string, RangeKernel>;
