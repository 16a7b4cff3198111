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
