import { unwrapParens, type Expr, type MatrixSelector, type Subquery } from "../ast";
import type { Column } from "./column";
import { seriesOf, type EngineContext } from "./context";
import { subqueryGrid, type Grid } from "./grid";
import { withoutStale, type Samples } from "./samples";

export async function evaluateVector(ctx: EngineContext, expr: Expr, grid: Grid): Promise<Column[]> {
  const value = await ctx.evaluate(ctx, expr, grid);
  if (value.kind !== "vector") throw new TypeError(`expected an instant vector, got a ${value.kind}`);
  return value.columns;
}

export async function evaluateScalar(ctx: EngineContext, expr: Expr, grid: Grid): Promise<Float64Array> {
  const value = await ctx.evaluate(ctx, expr, grid);
  if (value.kind !== "scalar") throw new TypeError(`expected a scalar, got a ${value.kind}`);
  return value.v;
}

export function rangeArgument(expr: Expr): MatrixSelector | Subquery {
  const inner = unwrapParens(expr);
  if (inner.kind === "matrixSelector" || inner.kind === "subquery") return inner;
  throw new TypeError(`expected a range vector, got a ${inner.kind}`);
}

/** The samples a range argument covers over the grid: as stored, or a subquery's results on its own grid. */
export async function evaluateRangeSamples(
  ctx: EngineContext,
  arg: MatrixSelector | Subquery,
  grid: Grid,
): Promise<Samples[]> {
  if (arg.kind === "matrixSelector") return seriesOf(ctx, arg).map(withoutStale);
  const inner = subqueryGrid(arg, grid, ctx);
  if (inner.count === 0) return [];
  const columns = await evaluateVector(ctx, arg.expr, inner);
  const times = gridTimes(inner);
  return columns.map((column) => toSamples(column, inner, times));
}

/** Moments of a grid. */
export function gridTimes({ start, step, count }: Grid): Float64Array {
  const t = new Float64Array(count);
  for (let i = 0; i < count; i++) t[i] = start + i * step;
  return t;
}

/** @param times those of the grid: columns that have a value at each step share them, and keep their values. */
export function toSamples({ labels, v, present }: Column, grid: Grid, times: Float64Array): Samples {
  if (!present.includes(0)) return { labels, t: times, v, start: 0, end: times.length };
  let count = 0;
  for (let i = 0; i < present.length; i++) if (present[i] === 1) count++;
  const t = new Float64Array(count);
  const kept = new Float64Array(count);
  let next = 0;
  for (let i = 0; i < present.length; i++) {
    if (present[i] === 0) continue;
    t[next] = grid.start + i * grid.step;
    kept[next++] = v[i] as number; // Safe because v and present have the same length.
  }
  return { labels, t, v: kept, start: 0, end: count };
}
