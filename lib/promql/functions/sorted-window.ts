// In this file `as number` on an indexed typed array is safe because every index is less than `size`.

/** The values of a moving window in ascending order, NaN apart. A sample enters once and leaves once. */
export class SortedWindow {
  private readonly sorted: Float64Array;
  private size = 0;
  private nans = 0;

  constructor(capacity: number) {
    this.sorted = new Float64Array(capacity);
  }

  add(value: number): void {
    if (Number.isNaN(value)) {
      this.nans++;
      return;
    }
    const at = this.place(value);
    if (at < this.size) this.sorted.copyWithin(at + 1, at, this.size);
    this.sorted[at] = value;
    this.size++;
  }

  /** The value must be in the window. */
  remove(value: number): void {
    if (Number.isNaN(value)) {
      this.nans--;
      return;
    }
    const at = this.place(value);
    this.sorted.copyWithin(at, at + 1, this.size);
    this.size--;
  }

  /** NaN counts as the smallest. @see Prometheus 2.42 `promql/quantile.go`, quantile */
  quantile(q: number): number {
    const count = this.size + this.nans;
    if (count === 0 || Number.isNaN(q)) return Number.NaN;
    if (q < 0) return Number.NEGATIVE_INFINITY;
    if (q > 1) return Number.POSITIVE_INFINITY;
    const rank = q * (count - 1);
    const lower = Math.max(0, Math.floor(rank));
    const upper = Math.min(count - 1, lower + 1);
    const weight = rank - Math.floor(rank);
    return this.ranked(lower) * (1 - weight) + this.ranked(upper) * weight;
  }

  private ranked(rank: number): number {
    return rank < this.nans ? Number.NaN : (this.sorted[rank - this.nans] as number);
  }

  /** Index of the first entry that is not less than the value. */
  private place(value: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sorted[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
