import { InvalidError } from "@/lib/core/errors";
import { MINUTE_MS, type DurationMs, type RangeMs, type UnixMs } from "@/lib/core/time";
import { unwrapParens, type Expr } from "./ast";
import { DEFAULT_DIALECT, type Dialect } from "./dialect";
import { Annotations, type QueryNotes } from "./engine/annotations";
import { Budget } from "./engine/budget";
import type { Column } from "./engine/column";
import type { EngineContext } from "./engine/context";
import { evaluateExpr } from "./engine/eval";
import { fetchSeries } from "./engine/fetch";
import type { Grid } from "./engine/grid";
import { evaluateRangeSamples, gridTimes, rangeArgument, toSamples } from "./engine/operands";
import type { Samples } from "./engine/samples";
import { LabelSet } from "./labels";
import { parseExpr } from "./parse";
import { documentedType, typeOf } from "./parser/check";
import type { QueryMemory, SeriesSource } from "./source";

/** Points a series may have in one range query. Source: Prometheus `web/api/v1/api.go`, queryRange. */
export const MAX_POINTS = 11_000;
export const TOO_MANY_POINTS =
  "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)";
/** Prometheus' `--query.lookback-delta`. */
export const DEFAULT_LOOKBACK_MS = 5 * MINUTE_MS;
/** Prometheus' `--query.timeout`. */
export const QUERY_TIMEOUT_MS = 2 * MINUTE_MS;
/** Prometheus' `--query.max-samples`. */
const DEFAULT_SAMPLES_MAX = 50_000_000;
/** Prometheus' `global.evaluation_interval`: the step of a subquery that gives none. */
export const DEFAULT_SUBQUERY_STEP_MS = MINUTE_MS;

export interface EvaluateOptions {
  signal?: AbortSignal | undefined;
  timeoutMs?: DurationMs | undefined;
  lookbackMs?: DurationMs | undefined;
  /** Samples that one query may hold: read, and as results of its steps. */
  samplesMax?: number | undefined;
  subqueryStepMs?: DurationMs | undefined;
  memory?: QueryMemory | undefined;
  /** Default: that of Prometheus 2.42. */
  dialect?: Dialect | undefined;
  /** Receives the warnings and infos of a query that succeeded, when there are any. */
  onAnnotations?: ((notes: QueryNotes) => void) | undefined;
}

type Labels = Readonly<Record<string, string>>;

/** One entry per series. A step without a value is absent, never zero. Series may share `t`. */
export type MatrixResult = readonly { labels: Labels; t: Float64Array; v: Float64Array }[];

export type InstantResult =
  | { type: "scalar"; t: UnixMs; v: number }
  | { type: "string"; t: UnixMs; v: string }
  | { type: "vector"; samples: readonly { labels: Labels; t: UnixMs; v: number }[] }
  | { type: "matrix"; series: MatrixResult };

async function prepare(
  source: SeriesSource,
  query: string | Expr,
  expr: Expr,
  grid: Grid,
  bounds: { start: UnixMs; end: UnixMs },
  options: EvaluateOptions,
): Promise<EngineContext> {
  const { signal, timeoutMs = QUERY_TIMEOUT_MS, samplesMax = DEFAULT_SAMPLES_MAX } = options;
  const budget = new Budget({ signal, timeoutMs, samplesMax, memory: options.memory });
  const plan = {
    bounds,
    lookbackMs: options.lookbackMs ?? DEFAULT_LOOKBACK_MS,
    dialect: options.dialect ?? DEFAULT_DIALECT,
    defaultStepMs: options.subqueryStepMs ?? DEFAULT_SUBQUERY_STEP_MS,
  };
  budget.check("query execution");
  const fetched = await fetchSeries(source, expr, grid, plan, signal, options.memory);
  budget.check();
  const annotations = new Annotations(typeof query === "string" ? query : null);
  return { ...plan, budget, fetched, annotations, evaluate: evaluateExpr };
}

function tell({ annotations }: EngineContext, { onAnnotations }: EvaluateOptions): void {
  const notes = annotations.notes();
  if (notes.warnings.length > 0 || notes.infos.length > 0) onAnnotations?.(notes);
}

/**
 * Evaluates at one moment.
 *
 * A vector is ordered by label set, but for sort(), sort_desc(), topk() and bottomk() at the top, which keep their own.
 *
 * @throws InvalidError on a fault of the expression or its data, in Prometheus' words; LimitError past `samplesMax`;
 * TimeoutError past `timeoutMs`; the signal's reason when it is aborted.
 */
export async function evaluateInstant(
  source: SeriesSource,
  query: string | Expr,
  at: UnixMs,
  options: EvaluateOptions = {},
): Promise<InstantResult> {
  const expr = typeof query === "string" ? parseExpr(query, options.dialect) : query;
  const grid: Grid = { start: at, step: 1, count: 1 };
  const ctx = await prepare(source, query, expr, grid, { start: at, end: at }, options);
  if (typeOf(expr) === "matrix") {
    const samples = await evaluateRangeSamples(ctx, rangeArgument(expr), grid);
    return { type: "matrix", series: toMatrix(samples) };
  }
  const value = await evaluateExpr(ctx, expr, grid);
  tell(ctx, options);
  if (value.kind === "string") return { type: "string", t: at, v: value.value };
  if (value.kind === "scalar") return { type: "scalar", t: at, v: value.v[0] ?? Number.NaN };
  const columns = value.columns.filter(({ present }) => present[0] === 1);
  const ordered = hasOwnOrder(expr) ? columns : byLabels(columns);
  const samples = ordered.map(({ labels, v }) => ({
    labels: labels.toRecord(),
    t: at,
    v: v[0] ?? Number.NaN,
  }));
  return { type: "vector", samples };
}

/**
 * Evaluates at `from`, `from + stepMs`, … while `<= to`. Series are ordered by label set; a scalar is one series without
 * labels. Errors as of evaluateInstant.
 */
export async function evaluateRange(
  source: SeriesSource,
  query: string | Expr,
  range: RangeMs,
  stepMs: DurationMs,
  options: EvaluateOptions = {},
): Promise<MatrixResult> {
  const expr = typeof query === "string" ? parseExpr(query, options.dialect) : query;
  if (!(stepMs > 0))
    throw new InvalidError(
      "zero or negative query resolution step widths are not accepted. Try a positive integer",
    );
  if (range.to < range.from) throw new InvalidError("end timestamp must not be before start time");
  const type = typeOf(expr);
  if (type !== "scalar" && type !== "vector") {
    const got = JSON.stringify(documentedType(type));
    throw new InvalidError(
      `invalid expression type ${got} for range query, must be Scalar or instant Vector`,
    );
  }
  const grid: Grid = {
    start: range.from,
    step: stepMs,
    count: Math.floor((range.to - range.from) / stepMs) + 1,
  };
  const ctx = await prepare(source, query, expr, grid, { start: range.from, end: range.to }, options);
  const value = await evaluateExpr(ctx, expr, grid);
  tell(ctx, options);
  const times = gridTimes(grid);
  if (value.kind === "vector")
    return toMatrix(byLabels(value.columns).map((column) => toSamples(column, grid, times)));
  const v = value.kind === "scalar" ? value.v : new Float64Array(grid.count);
  return toMatrix([{ labels: LabelSet.empty, t: times, v, start: 0, end: grid.count }]);
}

function toMatrix(samples: readonly Samples[]): MatrixResult {
  return samples
    .filter(({ start, end }) => end > start)
    .map(({ labels, t, v, start, end }) => ({
      labels: labels.toRecord(),
      t: start === 0 && end === t.length ? t : t.subarray(start, end),
      v: start === 0 && end === v.length ? v : v.subarray(start, end),
    }));
}

function byLabels(columns: readonly Column[]): Column[] {
  return columns.toSorted((a, b) => a.labels.compare(b.labels));
}

/** Whether a vector's order means something: sort(), sort_desc(), topk() and bottomk() at the top give one. */
export function hasOwnOrder(query: Expr): boolean {
  const expr = unwrapParens(query);
  if (expr.kind === "call") return expr.name === "sort" || expr.name === "sort_desc";
  return expr.kind === "aggregate" && (expr.op === "topk" || expr.op === "bottomk");
}
