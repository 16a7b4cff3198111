import type { VectorSelector } from "../ast";
import { makeColumn, type Column } from "./column";
import { seriesOf, type EngineContext } from "./context";
import { resolveAt, type Grid } from "./grid";
import { isStaleAt, wordsOf, type Samples } from "./samples";

export interface SelectedColumn extends Column {
  /** Unix seconds of the sample that was taken, for timestamp(). */
  seconds?: Float64Array;
}

/** At each step the newest sample not older than the look-back, unless a staleness marker is newer still. */
export async function evalVectorSelector(
  ctx: EngineContext,
  expr: VectorSelector,
  grid: Grid,
  withTimes = false,
): Promise<SelectedColumn[]> {
  const at = resolveAt(expr.at, ctx.bounds);
  const first = (at ?? grid.start) - expr.offsetMs;
  const step = at === null ? grid.step : 0;
  const columns: SelectedColumn[] = [];
  for (const series of seriesOf(ctx, expr)) {
    const column: SelectedColumn = makeColumn(series.labels, grid.count);
    if (withTimes) column.seconds = new Float64Array(grid.count);
    const taken = sampleAtSteps(series, first, step, ctx.lookbackMs, column);
    if (taken > 0) columns.push(column);
    ctx.budget.spend(taken);
    if (ctx.budget.due()) await ctx.budget.pause();
  }
  return columns;
}

function sampleAtSteps(
  series: Samples,
  first: number,
  step: number,
  lookbackMs: number,
  column: SelectedColumn,
): number {
  const { t, v } = series;
  const { v: out, present, seconds } = column;
  const words = wordsOf(v);
  const length = t.length;
  let taken = 0;
  let next = 0; // Index of the first sample after the step.
  for (let i = 0; i < out.length; i++) {
    const moment = first + i * step;
    while (next < length && (t[next] as number) <= moment) next++;
    if (next === 0 || (t[next - 1] as number) < moment - lookbackMs) continue; // Safe because next - 1 is in range.
    const value = v[next - 1] as number; // Safe likewise.
    if (value !== value && isStaleAt(words, next - 1)) continue;
    out[i] = value;
    present[i] = 1;
    if (seconds !== undefined) seconds[i] = (t[next - 1] as number) / 1000; // Safe likewise.
    taken++;
  }
  return taken;
}
