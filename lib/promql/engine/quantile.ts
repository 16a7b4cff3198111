// In this file `as number` on an indexed typed array is safe because every index is less than `count`.

/**
 * Reorders the first `count` values, none of them NaN, so that `values[rank]` is what sorting would put there, nothing
 * before it is greater and nothing behind it is less. Takes time in proportion to `count`, where sorting takes more.
 *
 * @see C. A. R. Hoare, "Algorithm 65: Find", Communications of the ACM 4 (1961)
 */
function select(values: Float64Array, count: number, rank: number): void {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = values[rank] as number;
    let i = low;
    let j = high;
    do {
      while ((values[i] as number) < pivot) i++;
      while (pivot < (values[j] as number)) j--;
      if (i > j) break;
      const swapped = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = swapped;
    } while (i <= j);
    if (j < rank) low = i;
    if (rank < i) high = j;
  }
}

/** The least of `values[from] … values[count - 1]`. */
function least(values: Float64Array, from: number, count: number): number {
  let found = values[from] as number;
  for (let i = from + 1; i < count; i++) if ((values[i] as number) < found) found = values[i] as number;
  return found;
}

/** Moves the values that are no NaN to the front. @returns how many there are */
function numbersFirst(values: Float64Array, count: number): number {
  let numbers = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    if (value === value) values[numbers++] = value;
  }
  return numbers;
}

/**
 * The q-quantile of the first `count` entries, whose order it changes; NaN counts as the smallest.
 *
 * @see Prometheus 2.42 `promql/quantile.go`, quantile
 */
export function quantileOf(q: number, values: Float64Array, count: number): number {
  if (count === 0 || Number.isNaN(q)) return Number.NaN;
  if (q < 0) return Number.NEGATIVE_INFINITY;
  if (q > 1) return Number.POSITIVE_INFINITY;
  const numbers = numbersFirst(values, count);
  const nans = count - numbers;
  const rank = q * (count - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(count - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  // A NaN that takes part leaves a NaN, whatever its weight.
  if (lower < nans) return Number.NaN;
  select(values, numbers, lower - nans);
  const below = values[lower - nans] as number;
  const above = upper === lower ? below : least(values, upper - nans, numbers);
  return below * (1 - weight) + above * weight;
}
