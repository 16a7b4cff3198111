import type { Dialect } from "../dialect";

/** Share of the sum of two counts below which their difference is rounding. Source: `promql/quantile.go`, smallDeltaTolerance */
const ROUNDING = 1e-12;

/**
 * Rounding and late scrapes can make a bucket smaller than the one before it, which a quantile cannot bear. Prometheus 3
 * takes no notice either of a bucket that is larger by no more than rounding explains.
 *
 * @returns whether a count had to be raised by more than rounding explains.
 */
export function makeAscending(counts: Float64Array, size: number, dialect: Dialect): boolean {
  let forced = false;
  let most = counts[0] ?? 0;
  for (let k = 1; k < size; k++) {
    const count = counts[k] as number; // Safe because k < size.
    const isRounding = Math.abs(count - most) < ROUNDING * (Math.abs(most) + Math.abs(count));
    if (count < most || (isRounding && dialect === "3")) {
      if (!isRounding) forced = true;
      counts[k] = most;
    } else most = count > most || dialect === "3" ? count : most;
  }
  return forced;
}

/** @see Prometheus 2.42 `promql/quantile.go`, bucketQuantile: linear within the bucket that holds the rank */
export function bucketQuantile(q: number, uppers: Float64Array, counts: Float64Array, size: number): number {
  if (Number.isNaN(q)) return Number.NaN;
  if (q < 0) return Number.NEGATIVE_INFINITY;
  if (q > 1) return Number.POSITIVE_INFINITY;
  // Below, `as number` is safe because every index is less than size, and size is at least 2.
  if (uppers[size - 1] !== Number.POSITIVE_INFINITY || size < 2) return Number.NaN;
  const observations = counts[size - 1] as number;
  if (observations === 0) return Number.NaN;
  let rank = q * observations;
  let low = 0;
  let high = size - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((counts[middle] as number) >= rank) high = middle;
    else low = middle + 1;
  }
  if (low === size - 1) return uppers[size - 2] as number;
  const end = uppers[low] as number;
  if (low === 0 && end <= 0) return end;
  let start = 0;
  let count = counts[low] as number;
  if (low > 0) {
    start = uppers[low - 1] as number;
    count -= counts[low - 1] as number;
    rank -= counts[low - 1] as number;
  }
  return start + (end - start) * (rank / count);
}
