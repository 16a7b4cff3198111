import type { RangeMs, UnixMs } from "@/lib/core/time";

/** Where a series is looked at: what it was before, and what it became. */
export interface Windows {
  baseline: RangeMs;
  window: RangeMs;
}

export interface Samples {
  t: ArrayLike<UnixMs>;
  v: ArrayLike<number>;
}

export interface Deviation {
  /** Median of the baseline. */
  usual: number;
  /** What it became: the upper quartile, in the bad direction, of its values outside the baseline. */
  level: number;
  /** How many scales `level` lies beyond `usual`, in the bad direction. */
  z: number;
  /** When it left its baseline. */
  since: UnixMs;
}

/** Fewer points than this are no baseline: a median of four is moved by two of them. */
const BASELINE_POINTS_MIN = 5;
/** Beyond this many scales a value has left its baseline (Iglewicz and Hoaglin 1993 recommend 3.5 for modified z-scores). */
export const LEFT_AT = 3.5;
/** Makes the median absolute deviation an estimate of the standard deviation of a normal distribution (same source). */
const MAD_TO_SIGMA = 1.4826;

/**
 * How far a series moved in its bad direction, against its own baseline: a modified z-score, because a median and a median
 * absolute deviation are not moved by the outliers that the baseline may hold (BARO, FSE 2024, scores causes the same way).
 *
 * @param floor the least scale: what is beyond doubt no change, however calm the baseline was.
 * @param bornAt value before it began, of a series that began in the window, such as a counter of errors; null: unknown.
 * @returns null when it did not leave its baseline for two points in a row, or has none.
 */
export function deviate(
  { t, v }: Samples,
  { baseline, window }: Windows,
  bad: "high" | "low",
  floor: (usual: number) => number,
  bornAt: number | null = null,
): Deviation | null {
  const sign = bad === "high" ? 1 : -1;
  const before = pick(t, v, baseline);
  const seen = pick(t, v, window);
  if (seen.v.length === 0) return null;
  if (before.v.length < BASELINE_POINTS_MIN && bornAt === null) return null;
  const calm = before.v.length >= BASELINE_POINTS_MIN;
  const usual = calm ? medianOf(before.v) : (bornAt ?? 0);
  const spread = calm ? MAD_TO_SIGMA * medianOf(before.v.map((value) => Math.abs(value - usual))) : 0;
  const scale = Math.max(spread, floor(usual), Number.MIN_VALUE);
  const out = seen.v.map((value) => (sign * (value - usual)) / scale);
  const first = out.findIndex((z, i) => z >= LEFT_AT && (out[i + 1] ?? z) >= LEFT_AT);
  const since = seen.t[first];
  if (first < 0 || since === undefined) return null;
  // Of what lies outside only: a balancer that switched zones within 20 s was gone all the same.
  const z = quantileOf(
    out.slice(first).filter((one) => one >= LEFT_AT),
    0.75,
  );
  return { usual, level: usual + sign * z * scale, z, since };
}

function pick(
  t: ArrayLike<number>,
  v: ArrayLike<number>,
  { from, to }: RangeMs,
): { t: number[]; v: number[] } {
  const times: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < t.length; i++) {
    const time = t[i] ?? Number.NaN;
    const value = v[i] ?? Number.NaN;
    if (time >= from && time <= to && Number.isFinite(value)) {
      times.push(time);
      values.push(value);
    }
  }
  return { t: times, v: values };
}

const medianOf = (values: readonly number[]): number => quantileOf(values, 0.5);

/** Linear between the two nearest ranks, as `quantile_over_time` of Prometheus. */
export function quantileOf(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}
