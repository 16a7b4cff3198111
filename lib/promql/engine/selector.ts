import type { VectorSelector } from "../ast";
import { columnMaker, type Column } from "./column";
import { openMs } from "../dialect";
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
  const lookbackMs = ctx.lookbackMs - openMs(ctx.dialect);
  const search = new StepSearch(first, at === null ? grid.step : 0, lookbackMs, grid.count);
  const make = columnMaker(grid.count);
  const columns: SelectedColumn[] = [];
  for (const series of seriesOf(ctx, expr)) {
    const column: SelectedColumn = make(series.labels);
    if (withTimes) column.seconds = new Float64Array(grid.count);
    const taken = takeAt(search.indices(series), series, column);
    if (taken > 0) columns.push(column);
    ctx.budget.spend(taken, grid.count);
    if (ctx.budget.due()) await ctx.budget.pause();
  }
  return columns;
}

const NONE = -1;

/** Which sample stands at each step, as far as times tell: the same for all series that share their times. */
class StepSearch {
  readonly #found: Int32Array;
  #of: Pick<Samples, "t" | "start" | "end"> | undefined;

  constructor(
    private readonly first: number,
    private readonly step: number,
    private readonly lookbackMs: number,
    count: number,
  ) {
    this.#found = new Int32Array(count);
  }

  /** By step, NONE where there is none. Good until the next call. */
  indices(series: Samples): Int32Array {
    const { t, start, end } = series;
    const before = this.#of;
    if (before?.t === t && before.start === start && before.end === end) return this.#found;
    this.#of = series;
    const found = this.#found;
    let next = start; // Index of the first sample after the step.
    for (let i = 0; i < found.length; i++) {
      const moment = this.first + i * this.step;
      while (next < end && (t[next] as number) <= moment) next++; // Safe because next < end.
      const isFresh = next > start && (t[next - 1] as number) >= moment - this.lookbackMs; // Safe likewise.
      found[i] = isFresh ? next - 1 : NONE;
    }
    return found;
  }
}

function takeAt(indices: Int32Array, { t, v }: Samples, column: SelectedColumn): number {
  const { v: out, present, seconds } = column;
  let words: Uint32Array | undefined;
  let taken = 0;
  for (let i = 0; i < out.length; i++) {
    const index = indices[i] as number; // Safe because there is one for each step.
    if (index === NONE) continue;
    const value = v[index] as number; // Safe because the search found a sample there.
    if (value !== value && isStaleAt((words ??= wordsOf(v)), index)) continue;
    out[i] = value;
    present[i] = 1;
    if (seconds !== undefined) seconds[i] = (t[index] as number) / 1000; // Safe likewise.
    taken++;
  }
  return taken;
}
