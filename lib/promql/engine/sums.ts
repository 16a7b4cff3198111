/**
 * Sum in the manner of Kahan and Neumaier. The running sum and its compensation are fields, so that loops allocate nothing.
 *
 * @see Prometheus 2.42 `promql/functions.go`, kahanSumInc
 */
export class KahanSum {
  sum = 0;
  c = 0;

  reset(): void {
    this.sum = 0;
    this.c = 0;
  }

  add(value: number): void {
    const { sum } = this;
    const next = sum + value;
    this.c += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    this.sum = next;
  }

  get total(): number {
    return this.sum + this.c;
  }
}

const infinite = (value: number): boolean =>
  value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;

/** Whether an infinite mean stays as it is when `value` joins: only a NaN or the opposite infinity changes it. */
export function infiniteMeanStays(mean: number, value: number): boolean {
  if (!infinite(mean) || Number.isNaN(value)) return false;
  return !infinite(value) || mean > 0 === value > 0;
}

export { infinite as isInfinite };

/**
 * The q-quantile of the first `count` entries, which it sorts in place; NaN counts as the smallest.
 *
 * @see Prometheus 2.42 `promql/quantile.go`, quantile
 */
export function quantileOf(q: number, values: Float64Array, count: number): number {
  if (count === 0 || Number.isNaN(q)) return Number.NaN;
  if (q < 0) return Number.NEGATIVE_INFINITY;
  if (q > 1) return Number.POSITIVE_INFINITY;
  const sorted = values.subarray(0, count).sort();
  // JavaScript puts NaN last: shift the view so that index 0 is the first NaN.
  let nans = 0;
  while (nans < count && Number.isNaN(sorted[count - 1 - nans])) nans++;
  const at = (rank: number): number => sorted[rank < nans ? count - 1 - rank : rank - nans] ?? Number.NaN;
  const rank = q * (count - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(count - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return at(lower) * (1 - weight) + at(upper) * weight;
}
