import type { ValueType } from "../ast";
import type { Dialect } from "../dialect";

export interface Signature {
  args: readonly ValueType[];
  returns: ValueType;
  /** How many arguments at the end may be left out; -1: the last may be repeated any number of times, or left out. */
  optional: number;
}

const signature = (args: readonly ValueType[], returns: ValueType = "vector", optional = 0): Signature => ({
  args,
  returns,
  optional,
});

const ofVector = signature(["vector"]);
const ofMatrix = signature(["matrix"]);
const ofTime = signature(["vector"], "vector", 1);

/** Every function of Prometheus 2.42 (`promql/parser/functions.go`) but those of native histograms, which we do not store. */
export const SIGNATURES = {
  abs: ofVector,
  absent: ofVector,
  absent_over_time: ofMatrix,
  acos: ofVector,
  acosh: ofVector,
  asin: ofVector,
  asinh: ofVector,
  atan: ofVector,
  atanh: ofVector,
  avg_over_time: ofMatrix,
  ceil: ofVector,
  changes: ofMatrix,
  clamp: signature(["vector", "scalar", "scalar"]),
  clamp_max: signature(["vector", "scalar"]),
  clamp_min: signature(["vector", "scalar"]),
  cos: ofVector,
  cosh: ofVector,
  count_over_time: ofMatrix,
  day_of_month: ofTime,
  day_of_week: ofTime,
  day_of_year: ofTime,
  days_in_month: ofTime,
  deg: ofVector,
  delta: ofMatrix,
  deriv: ofMatrix,
  exp: ofVector,
  floor: ofVector,
  histogram_fraction: signature(["scalar", "scalar", "vector"]),
  histogram_quantile: signature(["scalar", "vector"]),
  holt_winters: signature(["matrix", "scalar", "scalar"]),
  double_exponential_smoothing: signature(["matrix", "scalar", "scalar"]),
  hour: ofTime,
  idelta: ofMatrix,
  increase: ofMatrix,
  irate: ofMatrix,
  label_join: signature(["vector", "string", "string", "string"], "vector", -1),
  label_replace: signature(["vector", "string", "string", "string", "string"]),
  last_over_time: ofMatrix,
  ln: ofVector,
  log10: ofVector,
  log2: ofVector,
  max_over_time: ofMatrix,
  min_over_time: ofMatrix,
  minute: ofTime,
  month: ofTime,
  pi: signature([], "scalar"),
  predict_linear: signature(["matrix", "scalar"]),
  present_over_time: ofMatrix,
  quantile_over_time: signature(["scalar", "matrix"]),
  rad: ofVector,
  rate: ofMatrix,
  resets: ofMatrix,
  round: signature(["vector", "scalar"], "vector", 1),
  scalar: signature(["vector"], "scalar"),
  sgn: ofVector,
  sin: ofVector,
  sinh: ofVector,
  sort: ofVector,
  sort_desc: ofVector,
  sqrt: ofVector,
  stddev_over_time: ofMatrix,
  stdvar_over_time: ofMatrix,
  sum_over_time: ofMatrix,
  tan: ofVector,
  tanh: ofVector,
  time: signature([], "scalar"),
  timestamp: ofVector,
  vector: signature(["scalar"]),
  year: ofTime,
} as const satisfies Record<string, Signature>;

export type FunctionName = keyof typeof SIGNATURES;

/** The function that Prometheus 3 renamed; it has no other before. */
const ONLY_IN: Readonly<Partial<Record<string, Dialect>>> = {
  holt_winters: "2",
  double_exponential_smoothing: "3",
};

export function isCallable(name: string, dialect: Dialect): boolean {
  return Object.hasOwn(SIGNATURES, name) && (ONLY_IN[name] ?? dialect) === dialect;
}

export function signatureOf(name: string): Signature | undefined {
  return Object.hasOwn(SIGNATURES, name) ? SIGNATURES[name as FunctionName] : undefined;
}
