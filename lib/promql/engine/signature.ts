import { METRIC_NAME_LABEL, type BinaryOp, type VectorMatching } from "../ast";
import type { Column } from "./column";

/** Columns that share a match signature. */
export type BySignature = ReadonlyMap<string, Column[]>;

/** Which labels decide whether two series belong together. Without `on`, the metric name never does. */
export function signatureLabels(matching: VectorMatching | null): (name: string) => boolean {
  const names = new Set(matching?.labels);
  if (matching?.on === true) return (name) => names.has(name);
  return (name) => name !== METRIC_NAME_LABEL && !names.has(name);
}

export function bySignature(columns: readonly Column[], keep: (name: string) => boolean): BySignature {
  const groups = new Map<string, Column[]>();
  for (const column of columns) {
    const key = column.labels.keyOf(keep);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [column]);
    else group.push(column);
  }
  return groups;
}

/** 1 at each step at which any of the columns has a value. */
export function anyPresent(columns: readonly Column[], count: number): Uint8Array {
  const any = new Uint8Array(count);
  for (const { present } of columns) for (let i = 0; i < count; i++) if (present[i] === 1) any[i] = 1;
  return any;
}

/** Source: Prometheus 2.42 shouldDropMetricName; comparisons and atan2 keep the name. */
const DROPS_NAME: ReadonlySet<BinaryOp> = new Set(["+", "-", "*", "/", "%", "^"]);

export function dropsName(op: BinaryOp, bool: boolean): boolean {
  return bool || DROPS_NAME.has(op);
}
