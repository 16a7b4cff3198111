import { isComparison, isSetOp, type ArithmeticOp, type Binary, type BinaryOp } from "../ast";
import { ARITHMETIC, COMPARISON } from "../functions/go-math";
import { mergeSameLabels, type Column, type EngineValue } from "./column";
import { matchVectors } from "./match";
import { combineSets } from "./set-ops";
import { dropsName } from "./signature";

// In this file `as number` on a column's arrays is safe because all operands have the length of the grid.

export function evalBinary(expr: Binary, left: EngineValue, right: EngineValue): EngineValue {
  const { op, bool } = expr;
  if (left.kind === "string" || right.kind === "string")
    throw new TypeError("the type check lets no string through");
  if (left.kind === "scalar" && right.kind === "scalar") {
    return { kind: "scalar", v: combineScalars(op, left.v, right.v) };
  }
  if (left.kind === "vector" && right.kind === "vector") {
    const columns = isSetOp(op)
      ? combineSets(op, expr.matching, left.columns, right.columns)
      : matchVectors(op, bool, expr.matching, left.columns, right.columns);
    return { kind: "vector", columns };
  }
  const columns =
    left.kind === "vector"
      ? withScalar(op, bool, left.columns, (right as { v: Float64Array }).v, false)
      : withScalar(op, bool, (right as { columns: Column[] }).columns, left.v, true);
  return { kind: "vector", columns };
}

function combineScalars(op: BinaryOp, left: Float64Array, right: Float64Array): Float64Array {
  const apply = isComparison(op)
    ? (a: number, b: number): number => (COMPARISON[op](a, b) ? 1 : 0)
    : ARITHMETIC[op as ArithmeticOp];
  return left.map((value, i) => apply(value, right[i] as number));
}

/** A vector and a scalar, in place. `swapped`: the scalar stands on the left; a comparison keeps the vector's value. */
function withScalar(
  op: BinaryOp,
  bool: boolean,
  columns: Column[],
  scalar: Float64Array,
  swapped: boolean,
): Column[] {
  const drop = dropsName(op, bool);
  for (const column of columns) {
    if (drop) column.labels = column.labels.withoutName();
    if (isComparison(op)) compareWithScalar(COMPARISON[op], bool, column, scalar, swapped);
    else computeWithScalar(ARITHMETIC[op as ArithmeticOp], column, scalar, swapped);
  }
  return drop ? mergeSameLabels(columns) : columns;
}

function computeWithScalar(
  apply: (a: number, b: number) => number,
  { v }: Column,
  scalar: Float64Array,
  swapped: boolean,
): void {
  for (let i = 0; i < v.length; i++) {
    const a = v[i] as number;
    const b = scalar[i] as number;
    v[i] = swapped ? apply(b, a) : apply(a, b);
  }
}

function compareWithScalar(
  holds: (a: number, b: number) => boolean,
  bool: boolean,
  { v, present }: Column,
  scalar: Float64Array,
  swapped: boolean,
): void {
  for (let i = 0; i < v.length; i++) {
    if (present[i] === 0) continue;
    const a = v[i] as number;
    const b = scalar[i] as number;
    const kept = swapped ? holds(b, a) : holds(a, b);
    if (bool) v[i] = kept ? 1 : 0;
    else if (!kept) present[i] = 0;
  }
}
