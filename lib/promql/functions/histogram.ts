import { hasAny, makeColumn, mergeSameLabels, type Column } from "../engine/column";
import { parseGoFloat } from "../go-float";
import type { LabelSet } from "../labels";

export const BUCKET_LABEL = "le";

/** What was found wrong with the buckets, while they were read. */
export interface BucketFaults {
  badLabel: (labels: LabelSet) => void;
  forcedMonotonic: () => void;
}

interface Bucket {
  upper: number;
  column: Column;
}

/** One histogram: its buckets by upper bound. Columns whose `le` is not a number are left out. */
function histograms(columns: readonly Column[], faults: BucketFaults): Bucket[][] {
  const groups = new Map<string, Bucket[]>();
  for (const column of columns) {
    const upper = parseGoFloat(column.labels.get(BUCKET_LABEL));
    if (upper === undefined) {
      if (hasAny(column.present)) faults.badLabel(column.labels);
      continue;
    }
    const key = column.labels.keyOf((name) => name !== BUCKET_LABEL);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ upper, column }]);
    else group.push({ upper, column });
  }
  for (const group of groups.values()) group.sort((a, b) => a.upper - b.upper);
  return [...groups.values()];
}

/** @see Prometheus 2.42 `promql/functions.go`, funcHistogramQuantile */
export function histogramQuantile(
  q: Float64Array,
  columns: readonly Column[],
  faults: BucketFaults,
): Column[] {
  const out: Column[] = [];
  for (const buckets of histograms(columns, faults)) {
    const [first] = buckets;
    if (first === undefined) continue;
    const labels = first.column.labels.filter((name) => name !== BUCKET_LABEL).withoutName();
    const result = makeColumn(labels, q.length);
    const uppers = new Float64Array(buckets.length);
    const counts = new Float64Array(buckets.length);
    for (let i = 0; i < q.length; i++) {
      const size = gather(buckets, i, uppers, counts);
      if (size === 0) continue;
      const forced = makeAscending(counts, size);
      const quantile = q[i] as number; // Safe because i < length.
      result.v[i] = bucketQuantile(quantile, uppers, counts, size);
      // A quantile that no bucket holds says nothing of the buckets.
      if (forced && quantile >= 0 && quantile <= 1 && !Number.isNaN(result.v[i])) faults.forcedMonotonic();
      result.present[i] = 1;
    }
    out.push(result);
  }
  return mergeSameLabels(out);
}

/** Buckets present at the step, equal bounds summed. Returns how many there are. */
function gather(buckets: readonly Bucket[], i: number, uppers: Float64Array, counts: Float64Array): number {
  let size = 0;
  for (const { upper, column } of buckets) {
    if (column.present[i] === 0) continue;
    const count = column.v[i] as number; // Safe because i is a step of the grid.
    if (size > 0 && uppers[size - 1] === upper) {
      counts[size - 1] = (counts[size - 1] as number) + count; // Safe because size > 0.
      continue;
    }
    uppers[size] = upper;
    counts[size] = count;
    size++;
  }
  return size;
}

/** Share of the sum of two counts below which their difference is rounding. Source: `promql/quantile.go`, smallDeltaTolerance */
const ROUNDING = 1e-12;

/**
 * Rounding and late scrapes can make a bucket smaller than the one before it, which a quantile cannot bear.
 *
 * @returns whether a count had to be raised by more than rounding explains.
 */
function makeAscending(counts: Float64Array, size: number): boolean {
  let forced = false;
  let most = counts[0] ?? 0;
  for (let k = 1; k < size; k++) {
    const count = counts[k] as number; // Safe because k < size.
    if (count > most) most = count;
    else if (count < most) {
      if (most - count > ROUNDING * (most + count)) forced = true;
      counts[k] = most;
    }
  }
  return forced;
}

/** @see Prometheus 2.42 `promql/quantile.go`, bucketQuantile: linear within the bucket that holds the rank */
function bucketQuantile(q: number, uppers: Float64Array, counts: Float64Array, size: number): number {
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
