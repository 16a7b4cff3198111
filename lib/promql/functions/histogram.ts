import { hasAny, makeColumn, mergeSameLabels, type Column } from "../engine/column";
import { parseGoFloat } from "../go-float";
import type { LabelSet } from "../labels";

export const BUCKET_LABEL = "le";

interface Bucket {
  upper: number;
  column: Column;
}

/** One histogram: its buckets by upper bound. Columns whose `le` is not a number are left out. */
function histograms(columns: readonly Column[], badLabel: (labels: LabelSet) => void): Bucket[][] {
  const groups = new Map<string, Bucket[]>();
  for (const column of columns) {
    const upper = parseGoFloat(column.labels.get(BUCKET_LABEL));
    if (upper === undefined) {
      if (hasAny(column.present)) badLabel(column.labels);
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

/** The buckets of one histogram at one step: bounds ascending and counts, of which the first `size` hold. */
export type BucketReducer = (
  uppers: Float64Array,
  counts: Float64Array,
  size: number,
  step: number,
) => number;

/**
 * Reduces each histogram to one value a step. Columns are told apart by all labels but `le`.
 *
 * @see Prometheus 2.42 `promql/functions.go`, funcHistogramQuantile
 */
export function reduceHistograms(
  columns: readonly Column[],
  steps: number,
  badLabel: (labels: LabelSet) => void,
  reduce: BucketReducer,
): Column[] {
  const out: Column[] = [];
  for (const buckets of histograms(columns, badLabel)) {
    const [first] = buckets;
    if (first === undefined) continue;
    const labels = first.column.labels.filter((name) => name !== BUCKET_LABEL).withoutName();
    const result = makeColumn(labels, steps);
    const uppers = new Float64Array(buckets.length);
    const counts = new Float64Array(buckets.length);
    for (let i = 0; i < steps; i++) {
      const size = gather(buckets, i, uppers, counts);
      if (size === 0) continue;
      result.v[i] = reduce(uppers, counts, size, i);
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
