import { dropsIn } from "../engine/facts";
import type { RangeKernel, Windows } from "./windows";

// In this file `as number` on an indexed typed array is safe because every index lies in a window of `slideWindows`.

/** The part of an extrapolation that depends on times alone, by step. A span of 0 stands for fewer than two samples. */
interface Extrapolation {
  /** Seconds from the first sample of the window to the last. */
  sampled: Float64Array;
  /** Seconds from the window's start to the first sample. */
  toStart: Float64Array;
  /** Mean distance of samples, seconds. */
  spacing: Float64Array;
  /** What is added at the window's end, seconds. */
  atEnd: Float64Array;
  /** By what the change is multiplied, unless a counter's zero lies within the window. */
  factor: Float64Array;
}

/** @see Prometheus 2.42 `promql/functions.go`, extrapolatedRate */
function extrapolationOf(windows: Windows, perSecond: number): Extrapolation {
  const { t, lo, hi, count, rangeMs, dialect, firstEnd, endStep } = windows;
  const column = (): Float64Array => new Float64Array(count);
  const all = {
    sampled: column(),
    toStart: column(),
    spacing: column(),
    atEnd: column(),
    factor: column(),
  } satisfies Extrapolation;
  for (let i = 0; i < count; i++) {
    const first = lo[i] as number;
    const last = (hi[i] as number) - 1;
    if (last <= first) continue;
    const firstT = t[first] as number;
    const lastT = t[last] as number;
    const end = firstEnd + i * endStep;
    let toStart = (firstT - (end - rangeMs)) / 1000;
    const toEnd = (end - lastT) / 1000;
    const sampled = (lastT - firstT) / 1000;
    const spacing = sampled / (last - first);
    // Prometheus 3 first sees whether the series begins within the window, and then where it would have been zero.
    if (dialect === "3" && toStart >= spacing * 1.1) toStart = spacing / 2;
    const atEnd = toEnd < spacing * 1.1 ? toEnd : spacing / 2;
    all.sampled[i] = sampled;
    all.toStart[i] = toStart;
    all.spacing[i] = spacing;
    all.atEnd[i] = atEnd;
    all.factor[i] = factorOf(sampled, toStart, spacing, atEnd) / perSecond;
  }
  return all;
}

/** How much longer the window is than what was sampled, as far as it is extrapolated. */
function factorOf(sampled: number, toStart: number, spacing: number, atEnd: number): number {
  return (sampled + (toStart < spacing * 1.1 ? toStart : spacing / 2) + atEnd) / sampled;
}

/**
 * delta, increase and rate: the change over the window, extrapolated to its edges.
 *
 * @see Prometheus 2.42 `promql/functions.go`, extrapolatedRate
 */
function extrapolated(isCounter: boolean, isRate: boolean): RangeKernel {
  return (windows, out, present) => {
    const { v, start, end, lo, hi, count, rangeMs } = windows;
    const resets = isCounter ? dropsIn(v, start, end) : [];
    const perSecond = isRate ? rangeMs / 1000 : 1;
    const times = (windows.byTimes ??= extrapolationOf(windows, perSecond)) as Extrapolation;
    const { sampled, toStart, spacing, atEnd, factor } = times;
    let reset = 0;
    for (let i = 0; i < count; i++) {
      const first = lo[i] as number;
      const last = (hi[i] as number) - 1;
      if (last <= first) continue;
      const firstV = v[first] as number;
      let result = (v[last] as number) - firstV;
      while (reset < resets.length && (resets[reset] as number) <= first) reset++;
      for (let k = reset; k < resets.length && (resets[k] as number) <= last; k++) {
        result += v[(resets[k] as number) - 1] as number;
      }
      let scale = factor[i] as number;
      // The product spares the division where zero is far away, as it nearly always is.
      if (
        isCounter &&
        result > 0 &&
        firstV >= 0 &&
        !(firstV * (sampled[i] as number) > 2 * result * (toStart[i] as number))
      ) {
        // A counter cannot be below zero: extrapolate no further back than to where it would have been zero.
        const toZero = (sampled[i] as number) * (firstV / result);
        if (toZero < (toStart[i] as number)) {
          scale =
            factorOf(sampled[i] as number, toZero, spacing[i] as number, atEnd[i] as number) / perSecond;
        }
      }
      out[i] = result * scale;
      present[i] = 1;
    }
  };
}

/** irate and idelta: the change between the last two samples. */
function instantaneous(isRate: boolean): RangeKernel {
  return ({ t, v, lo, hi, count }, out, present) => {
    for (let i = 0; i < count; i++) {
      const last = (hi[i] as number) - 1;
      if (last <= (lo[i] as number)) continue;
      const now = v[last] as number;
      const before = v[last - 1] as number;
      const change = isRate && now < before ? now : now - before;
      out[i] = isRate ? change / (((t[last] as number) - (t[last - 1] as number)) / 1000) : change;
      present[i] = 1;
    }
  };
}

/** Number of steps between neighbours in the window that `counts` accepts. */
function countPairs(counts: (before: number, now: number) => boolean): RangeKernel {
  return ({ v, start, end, lo, hi, count }, out, present) => {
    // Running total: events[k - start] covers the pairs that end before k.
    const events = new Int32Array(end - start + 1);
    for (let k = start + 1; k < end; k++) {
      const hit = counts(v[k - 1] as number, v[k] as number);
      events[k - start + 1] = (events[k - start] as number) + (hit ? 1 : 0);
    }
    for (let i = 0; i < count; i++) {
      const from = lo[i] as number;
      const to = hi[i] as number;
      if (to === from) continue;
      out[i] = (events[to - start] as number) - (events[from - start + 1] as number);
      present[i] = 1;
    }
  };
}

/** Kahan and Neumaier's compensation for one addition. @see Prometheus kahanSumInc */
function compensation(sum: number, value: number, next: number): number {
  return Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
}

interface Line {
  slope: number;
  intercept: number;
}

/** Least squares over samples `from <= k < to`; times in seconds since `originMs`. @see Prometheus linearRegression */
function regress({ t, v }: Windows, from: number, to: number, originMs: number, line: Line): void {
  const count = to - from;
  const firstV = v[from] as number;
  let constant = true;
  let sumX = 0;
  let cX = 0;
  let sumY = 0;
  let cY = 0;
  let sumXY = 0;
  let cXY = 0;
  let sumX2 = 0;
  let cX2 = 0;
  for (let k = from; k < to; k++) {
    const y = v[k] as number;
    if (constant && k > from && y !== firstV) constant = false;
    const x = ((t[k] as number) - originMs) / 1000;
    let next = sumX + x;
    cX += compensation(sumX, x, next);
    sumX = next;
    next = sumY + y;
    cY += compensation(sumY, y, next);
    sumY = next;
    next = sumXY + x * y;
    cXY += compensation(sumXY, x * y, next);
    sumXY = next;
    next = sumX2 + x * x;
    cX2 += compensation(sumX2, x * x, next);
    sumX2 = next;
  }
  if (constant) {
    const finite = Number.isFinite(firstV) || Number.isNaN(firstV);
    line.slope = finite ? 0 : Number.NaN;
    line.intercept = finite ? firstV : Number.NaN;
    return;
  }
  sumX += cX;
  sumY += cY;
  sumXY += cXY;
  sumX2 += cX2;
  line.slope = (sumXY - (sumX * sumY) / count) / (sumX2 - (sumX * sumX) / count);
  line.intercept = sumY / count - (line.slope * sumX) / count;
}

const deriv: RangeKernel = (windows, out, present) => {
  const { t, lo, hi, count } = windows;
  const line: Line = { slope: 0, intercept: 0 };
  for (let i = 0; i < count; i++) {
    const from = lo[i] as number;
    const to = hi[i] as number;
    if (to - from < 2) continue;
    regress(windows, from, to, t[from] as number, line);
    out[i] = line.slope;
    present[i] = 1;
  }
};

const predictLinear: RangeKernel = (windows, out, present, [ahead]) => {
  const { lo, hi, count, firstMoment, step } = windows;
  const line: Line = { slope: 0, intercept: 0 };
  for (let i = 0; i < count; i++) {
    const from = lo[i] as number;
    const to = hi[i] as number;
    if (to - from < 2) continue;
    regress(windows, from, to, firstMoment + i * step, line);
    out[i] = line.slope * (ahead?.[i] ?? Number.NaN) + line.intercept;
    present[i] = 1;
  }
};

const isNaNPair = (a: number, b: number): boolean => Number.isNaN(a) && Number.isNaN(b);

export const RATE_KERNELS = {
  delta: extrapolated(false, false),
  increase: extrapolated(true, false),
  rate: extrapolated(true, true),
  irate: instantaneous(true),
  idelta: instantaneous(false),
  changes: countPairs((before, now) => now !== before && !isNaNPair(before, now)),
  resets: countPairs((before, now) => now < before),
  deriv,
  predict_linear: predictLinear,
} satisfies Record<string, RangeKernel>;
