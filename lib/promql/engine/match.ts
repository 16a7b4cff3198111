import { InvalidError } from "@/lib/core/errors";
import { isComparison, type ArithmeticOp, type BinaryOp, type VectorMatching } from "../ast";
import { ARITHMETIC, COMPARISON } from "../functions/go-math";
import type { LabelSet } from "../labels";
import { hasAny, makeColumn, mergeSameLabels, type Column } from "./column";
import { anyPresent, bySignature, dropsName, signatureLabels } from "./signature";

// In this file `as number` on a column's arrays is safe because all columns have the length of the grid.

const MANY_TO_ONE =
  "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)";
const NOT_UNIQUE = "multiple matches for labels: grouping labels must ensure unique matches";

/**
 * Arithmetic or comparison of two vectors, one to one or many to one.
 *
 * @see Prometheus 2.42 `promql/engine.go`, VectorBinop and resultMetric
 */
export function matchVectors(
  op: BinaryOp,
  bool: boolean,
  matching: VectorMatching | null,
  left: Column[],
  right: Column[],
): Column[] {
  if (left.length === 0 || right.length === 0) return [];
  const oneIsLeft = matching?.group === "right";
  const [many, one] = oneIsLeft ? [right, left] : [left, right];
  const keep = signatureLabels(matching);
  const ones = bySignature(one, keep);
  refuseDuplicates(ones, many, keep, oneIsLeft ? "left" : "right");
  const combine = combiner(op, bool, oneIsLeft);
  const labelsOf = resultLabels(op, bool, matching);
  const out: Column[] = [];
  for (const [signature, members] of bySignature(many, keep)) {
    const partners = ones.get(signature);
    if (partners === undefined) continue;
    const results: Column[] = [];
    for (const member of members) {
      for (const partner of partners) {
        const result = combine(member, partner, labelsOf(member.labels, partner.labels));
        if (hasAny(result.present)) results.push(result);
      }
    }
    if ((matching?.group ?? null) === null) refuseOverlap(results);
    out.push(...mergeSameLabels(results, NOT_UNIQUE));
  }
  return mergeSameLabels(out);
}

/** The "one" side may have one series a signature at each step at which both sides have any series at all. */
function refuseDuplicates(
  ones: ReadonlyMap<string, Column[]>,
  many: readonly Column[],
  keep: (name: string) => boolean,
  side: "left" | "right",
): void {
  let manyPresent: Uint8Array | undefined;
  for (const group of ones.values()) {
    if (group.length < 2) continue;
    const count = group[0]?.v.length ?? 0;
    manyPresent ??= anyPresent(many, count);
    for (let i = 0; i < count; i++) {
      if (manyPresent[i] === 0) continue;
      const [first, second] = group.filter(({ present }) => present[i] === 1);
      if (first === undefined || second === undefined) continue;
      throw new InvalidError(
        `found duplicate series for the match group ${first.labels.filter(keep).toString()} on the ${side} hand-side of the operation: ` +
          `[${second.labels.toString()}, ${first.labels.toString()}]` +
          ";many-to-many matching not allowed: matching labels must be unique on one side",
      );
    }
  }
}

function refuseOverlap(results: readonly Column[]): void {
  if (results.length < 2) return;
  const taken = new Uint8Array(results[0]?.v.length ?? 0);
  for (const { present } of results) {
    for (let i = 0; i < taken.length; i++) {
      if (present[i] === 0) continue;
      if (taken[i] === 1) throw new InvalidError(MANY_TO_ONE);
      taken[i] = 1;
    }
  }
}

type Combine = (many: Column, one: Column, labels: LabelSet) => Column;

function combiner(op: BinaryOp, bool: boolean, oneIsLeft: boolean): Combine {
  if (isComparison(op)) return comparing(COMPARISON[op], bool, oneIsLeft);
  const apply = ARITHMETIC[op as ArithmeticOp];
  return (many, one, labels) => {
    const [{ v: a }, { v: b }] = oneIsLeft ? [one, many] : [many, one];
    const out = makeColumn(labels, a.length);
    for (let i = 0; i < a.length; i++) {
      if (many.present[i] === 0 || one.present[i] === 0) continue;
      out.v[i] = apply(a[i] as number, b[i] as number);
      out.present[i] = 1;
    }
    return out;
  };
}

function comparing(holds: (a: number, b: number) => boolean, bool: boolean, oneIsLeft: boolean): Combine {
  return (many, one, labels) => {
    const [{ v: a }, { v: b }] = oneIsLeft ? [one, many] : [many, one];
    const out = makeColumn(labels, a.length);
    for (let i = 0; i < a.length; i++) {
      if (many.present[i] === 0 || one.present[i] === 0) continue;
      const value = a[i] as number;
      const kept = holds(value, b[i] as number);
      if (!bool && !kept) continue;
      out.v[i] = bool ? Number(kept) : value;
      out.present[i] = 1;
    }
    return out;
  };
}

/** Labels of a result from those of the "many" and the "one" side. */
function resultLabels(
  op: BinaryOp,
  bool: boolean,
  matching: VectorMatching | null,
): (many: LabelSet, one: LabelSet) => LabelSet {
  const names = new Set(matching?.labels);
  const oneToOne = (matching?.group ?? null) === null;
  return (many, one) => {
    let labels = dropsName(op, bool) ? many.withoutName() : many;
    if (oneToOne && matching?.on === true) labels = labels.filter((name) => names.has(name));
    else if (oneToOne && names.size > 0) labels = labels.filter((name) => !names.has(name));
    for (const name of matching?.include ?? []) labels = labels.with(name, one.get(name));
    return bool ? labels.withoutName() : labels;
  };
}
