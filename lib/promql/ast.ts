import type { DurationMs, UnixMs } from "@/lib/core/time";
import type { Matcher } from "./source";

/** Offsets into the query text: `start` is in, `end` is not. */
export interface Span {
  start: number;
  end: number;
}

export type ValueType = "scalar" | "vector" | "matrix" | "string";

/** What `@` pins an expression to: a moment, or the first or last moment of the query. */
export type AtModifier = UnixMs | "start" | "end";

export interface NumberLiteral {
  kind: "number";
  value: number;
  span: Span;
}

export interface StringLiteral {
  kind: "string";
  value: string;
  span: Span;
}

export interface VectorSelector {
  kind: "vectorSelector";
  /** Metric name before the braces, or null. The matcher on `__name__` is in `matchers` as well. */
  name: string | null;
  matchers: readonly Matcher[];
  /** Positive looks back. */
  offsetMs: DurationMs;
  at: AtModifier | null;
  span: Span;
}

export interface MatrixSelector {
  kind: "matrixSelector";
  selector: VectorSelector;
  rangeMs: DurationMs;
  span: Span;
}

export interface Subquery {
  kind: "subquery";
  expr: Expr;
  rangeMs: DurationMs;
  /** Null: the default evaluation interval. */
  stepMs: DurationMs | null;
  offsetMs: DurationMs;
  at: AtModifier | null;
  span: Span;
}

export interface Call {
  kind: "call";
  name: string;
  args: readonly Expr[];
  span: Span;
}

export const AGGREGATE_OPS = [
  "sum",
  "avg",
  "count",
  "min",
  "max",
  "group",
  "stddev",
  "stdvar",
  "topk",
  "bottomk",
  "count_values",
  "quantile",
] as const;
export type AggregateOp = (typeof AGGREGATE_OPS)[number];

export interface Aggregate {
  kind: "aggregate";
  op: AggregateOp;
  expr: Expr;
  /** Of topk, bottomk, quantile (scalar) and count_values (string). */
  param: Expr | null;
  grouping: readonly string[];
  without: boolean;
  span: Span;
}

export const ARITHMETIC_OPS = ["+", "-", "*", "/", "%", "^", "atan2"] as const;
export const COMPARISON_OPS = ["==", "!=", ">", "<", ">=", "<="] as const;
export const SET_OPS = ["and", "or", "unless"] as const;
export type ArithmeticOp = (typeof ARITHMETIC_OPS)[number];
export type ComparisonOp = (typeof COMPARISON_OPS)[number];
export type SetOp = (typeof SET_OPS)[number];
export type BinaryOp = ArithmeticOp | ComparisonOp | SetOp;

export interface VectorMatching {
  /** True: `on(labels)`; false: `ignoring(labels)`. */
  on: boolean;
  labels: readonly string[];
  /** Which side may have several series per match, or none. */
  group: "left" | "right" | null;
  /** Labels taken over from the "one" side. */
  include: readonly string[];
}

export interface Binary {
  kind: "binary";
  op: BinaryOp;
  left: Expr;
  right: Expr;
  bool: boolean;
  matching: VectorMatching | null;
  /** Where the operator stands in the text. */
  opAt: number;
  span: Span;
}

export interface Unary {
  kind: "unary";
  op: "+" | "-";
  expr: Expr;
  span: Span;
}

export interface Paren {
  kind: "paren";
  expr: Expr;
  span: Span;
}

export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Call
  | Aggregate
  | Binary
  | Unary
  | Paren;

export const METRIC_NAME_LABEL = "__name__";

const comparisons: ReadonlySet<string> = new Set(COMPARISON_OPS);
const setOps: ReadonlySet<string> = new Set(SET_OPS);

export function isComparison(op: BinaryOp): op is ComparisonOp {
  return comparisons.has(op);
}

export function isSetOp(op: BinaryOp): op is SetOp {
  return setOps.has(op);
}

export function unwrapParens(expr: Expr): Expr {
  let inner = expr;
  while (inner.kind === "paren") inner = inner.expr;
  return inner;
}
