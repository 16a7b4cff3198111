// In this file `as number` is safe because every index is less than size.

/**
 * Share of the observations between two values, linear within a bucket. Nothing is known of where observations lie in a
 * bucket without a lower or an upper bound: all of them count as below the first bound, or above the last.
 *
 * @see Prometheus 3 `promql/quantile.go`, BucketFraction
 */
export function bucketFraction(
  lower: number,
  upper: number,
  uppers: Float64Array,
  counts: Float64Array,
  size: number,
): number {
  const observations = counts[size - 1] as number;
  if (uppers[size - 1] !== Number.POSITIVE_INFINITY || observations === 0) return Number.NaN;
  if (Number.isNaN(lower) || Number.isNaN(upper)) return Number.NaN;
  if (lower >= upper) return 0;
  return (rankOf(upper, uppers, counts, size) - rankOf(lower, uppers, counts, size)) / observations;
}

/** How many observations are not above `value`. */
function rankOf(value: number, uppers: Float64Array, counts: Float64Array, size: number): number {
  // As for quantiles: observations are positive when the first bound is.
  let start = (uppers[0] as number) > 0 ? 0 : Number.NEGATIVE_INFINITY;
  let before = 0;
  for (let k = 0; k < size; k++) {
    const end = uppers[k] as number;
    const count = counts[k] as number;
    if (start >= value) return before;
    if (end > value) {
      if (start === Number.NEGATIVE_INFINITY) return count;
      return Math.min(
        before + (count - before) * ((value - start) / (end - start)),
        counts[size - 1] as number,
      );
    }
    before = count;
    start = end;
  }
  return counts[size - 1] as number;
}
