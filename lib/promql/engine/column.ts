import { InvalidError } from "@/lib/core/errors";
import type { LabelSet } from "../labels";

/** Values of one series over the grid. `present[i] === 0` means no value at step i; a real NaN is present. */
export interface Column {
  labels: LabelSet;
  v: Float64Array;
  present: Uint8Array;
}

/** What an expression yields. The receiver owns the arrays and may write into them. */
export type EngineValue =
  | { kind: "scalar"; v: Float64Array }
  | { kind: "vector"; columns: Column[] }
  | { kind: "string"; value: string };

export function makeColumn(labels: LabelSet, count: number): Column {
  return { labels, v: new Float64Array(count), present: new Uint8Array(count) };
}

/** Steps that are taken from the system at a time: 128 KiB, so that a panel of any size needs few pieces. Our choice. */
const SLAB_STEPS = 16_384;

/** Makes columns of one grid, of which there will be many: they lie side by side in a few pieces of memory. */
export function columnMaker(count: number): (labels: LabelSet) => Column {
  const perSlab = Math.floor(SLAB_STEPS / count);
  // Short arrays are cheaper than views.
  if (perSlab < 2 || count < 16) return (labels) => makeColumn(labels, count);
  let values = new Float64Array(0);
  let marks = new Uint8Array(0);
  let used = perSlab;
  return (labels) => {
    if (used === perSlab) {
      values = new Float64Array(perSlab * count);
      marks = new Uint8Array(perSlab * count);
      used = 0;
    }
    const start = used++ * count;
    return {
      labels,
      v: values.subarray(start, start + count),
      present: marks.subarray(start, start + count),
    };
  };
}

export function hasAny(present: Uint8Array): boolean {
  return present.includes(1);
}

export const SAME_LABELSET = "vector cannot contain metrics with the same labelset";

/** For operations that Prometheus checks over the whole range: equal label sets are refused even at different steps. */
export function refuseSameLabels(columns: Column[]): Column[] {
  const seen = new Set<string>();
  for (const column of columns) seen.add(column.labels.key);
  if (seen.size !== columns.length) throw new InvalidError(SAME_LABELSET);
  return columns;
}

/**
 * For operations that Prometheus evaluates step by step: columns of equal label sets become one series.
 *
 * @throws InvalidError when two of them have a value at the same step.
 */
export function mergeSameLabels(columns: Column[], message = SAME_LABELSET): Column[] {
  const byKey = new Map<string, Column>();
  for (const column of columns) {
    const known = byKey.get(column.labels.key);
    if (known === undefined) byKey.set(column.labels.key, column);
    else mergeInto(known, column, message);
  }
  return byKey.size === columns.length ? columns : [...byKey.values()];
}

function mergeInto(target: Column, source: Column, message: string): void {
  for (let i = 0; i < source.present.length; i++) {
    if (source.present[i] === 0) continue;
    if (target.present[i] === 1) throw new InvalidError(message);
    target.present[i] = 1;
    target.v[i] = source.v[i] as number; // Safe because both columns have the grid's length.
  }
}

export function dropNames(columns: Column[]): Column[] {
  for (const column of columns) column.labels = column.labels.withoutName();
  return columns;
}
