import type { MatrixSelector, Subquery } from "../ast";
import { OVER_TIME_KERNELS } from "../functions/over-time";
import { RATE_KERNELS } from "../functions/rates";
import { enterSeries, type RangeKernel, type Windows } from "../functions/windows";
import { hasAny, columnMaker, refuseSameLabels, type Column } from "./column";
import type { EngineContext } from "./context";
import { tellOfNonCounter } from "./notes";
import { resolveAt, type Grid } from "./grid";
import type { Samples } from "./samples";

const KERNELS = { ...RATE_KERNELS, ...OVER_TIME_KERNELS } satisfies Record<string, RangeKernel>;
export type RangeFunctionName = keyof typeof KERNELS;

export function isRangeFunction(name: string): name is RangeFunctionName {
  return Object.hasOwn(KERNELS, name);
}

/** Runs one range function over every series of its argument: each series is passed over once, whatever the grid. */
export async function evalRangeFunction(
  ctx: EngineContext,
  name: RangeFunctionName,
  arg: MatrixSelector | Subquery,
  series: readonly Samples[],
  args: readonly Float64Array[],
  grid: Grid,
): Promise<Column[]> {
  const kernel: RangeKernel = KERNELS[name];
  const modifiers = arg.kind === "matrixSelector" ? arg.selector : arg;
  const at = resolveAt(modifiers.at, ctx.bounds);
  const windows: Windows = {
    t: new Float64Array(0),
    v: new Float64Array(0),
    start: 0,
    end: 0,
    lo: new Int32Array(grid.count),
    hi: new Int32Array(grid.count),
    count: grid.count,
    rangeMs: arg.rangeMs,
    dialect: ctx.dialect,
    firstEnd: (at ?? grid.start) - modifiers.offsetMs,
    endStep: at === null ? grid.step : 0,
    firstMoment: grid.start,
    step: grid.step,
    byTimes: undefined,
  };
  const make = columnMaker(grid.count);
  const columns: Column[] = [];
  for (const samples of series) {
    const { labels, start, end } = samples;
    ctx.budget.spend(end - start + grid.count, grid.count);
    enterSeries(windows, samples);
    const column = make(name === "last_over_time" ? labels : labels.withoutName());
    kernel(windows, column.v, column.present, args);
    if (hasAny(column.present)) {
      columns.push(column);
      if (name === "rate" || name === "increase") tellOfNonCounter(ctx.annotations, labels, arg);
    }
    if (ctx.budget.due()) await ctx.budget.pause();
  }
  return refuseSameLabels(columns);
}
