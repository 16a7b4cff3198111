import { unwrapParens, type Call, type Expr } from "../ast";
import { clampBetween, DATE_FUNCTIONS, roundTo, UNARY_FUNCTIONS } from "../functions/elementwise";
import { goMax, goMin } from "../functions/go-math";
import { bucketFraction } from "../functions/bucket-fraction";
import { bucketQuantile, makeAscending } from "../functions/bucket-quantile";
import { reduceHistograms } from "../functions/histogram";
import { labelJoin, labelReplace } from "../functions/relabel";
import { signatureOf, type FunctionName } from "../functions/signatures";
import { LabelSet } from "../labels";
import { absentColumn, absentLabels } from "./absent";
import { dropNames, mergeSameLabels, type Column, type EngineValue } from "./column";
import type { EngineContext } from "./context";
import { tellOfForcedMonotonicity, warnOfBucketLabel, warnOfQuantiles, warnOfSort } from "./notes";
import { evaluateRangeSamples, evaluateScalar, evaluateVector, rangeArgument } from "./operands";
import type { Grid } from "./grid";
import { evalRangeFunction, isRangeFunction } from "./range-call";
import { evalVectorSelector } from "./selector";
import { anyPresent } from "./signature";
import { sortColumns } from "./sort";

// In this file `as number` on a column's arrays is safe because all columns have the length of the grid.

interface CallFrame {
  ctx: EngineContext;
  call: Call;
  grid: Grid;
}

type Evaluator = (frame: CallFrame) => Promise<EngineValue>;

/** The i-th argument; the type check has seen that it is there. */
function argument({ call }: CallFrame, index: number): Expr {
  const expr = call.args[index];
  if (expr === undefined) throw new TypeError(`${call.name} lacks argument ${index + 1}`);
  return expr;
}

const vectorArg = (frame: CallFrame, index: number): Promise<Column[]> =>
  evaluateVector(frame.ctx, argument(frame, index), frame.grid);

const scalarArg = (frame: CallFrame, index: number): Promise<Float64Array> =>
  evaluateScalar(frame.ctx, argument(frame, index), frame.grid);

function stringArgs({ call }: CallFrame): string[] {
  return call.args.flatMap((arg) => {
    const inner = unwrapParens(arg);
    return inner.kind === "string" ? [inner.value] : [];
  });
}

const vector = (columns: Column[]): EngineValue => ({ kind: "vector", columns });

function stepSeconds(grid: Grid): Float64Array {
  return Float64Array.from({ length: grid.count }, (_, i) => (grid.start + i * grid.step) / 1000);
}

function fullColumn(v: Float64Array): Column {
  return { labels: LabelSet.empty, v, present: new Uint8Array(v.length).fill(1) };
}

/** Applies `apply(value, step)` in place and drops the metric names. */
function mapped(columns: Column[], apply: (value: number, i: number) => number): EngineValue {
  for (const { v } of columns) for (let i = 0; i < v.length; i++) v[i] = apply(v[i] as number, i);
  return vector(mergeSameLabels(dropNames(columns)));
}

const unaryEvaluators = Object.fromEntries(
  Object.entries(UNARY_FUNCTIONS).map(([name, apply]): [string, Evaluator] => [
    name,
    async (frame) => mapped(await vectorArg(frame, 0), apply),
  ]),
);

const dateEvaluators = Object.fromEntries(
  Object.entries(DATE_FUNCTIONS).map(([name, apply]): [string, Evaluator] => [
    name,
    async (frame) => {
      const given = frame.call.args.length > 0;
      const columns = given ? await vectorArg(frame, 0) : [fullColumn(stepSeconds(frame.grid))];
      return mapped(columns, apply);
    },
  ]),
);

const clamp: Evaluator = async (frame) => {
  const columns = await vectorArg(frame, 0);
  const low = await scalarArg(frame, 1);
  const high = await scalarArg(frame, 2);
  for (const { present } of columns) {
    // An empty interval holds nothing.
    for (let i = 0; i < present.length; i++) if ((high[i] as number) < (low[i] as number)) present[i] = 0;
  }
  return mapped(columns, (value, i) => clampBetween(value, low[i] as number, high[i] as number));
};

const round: Evaluator = async (frame) => {
  const columns = await vectorArg(frame, 0);
  const nearest = frame.call.args.length > 1 ? await scalarArg(frame, 1) : undefined;
  return mapped(columns, (value, i) => roundTo(value, nearest?.[i] ?? 1));
};

/** Of a plain selector the time of the sample; of anything else the time of the step. */
const timestamp: Evaluator = async (frame) => {
  const { ctx, grid } = frame;
  const arg = unwrapParens(argument(frame, 0));
  if (arg.kind !== "vectorSelector") {
    const seconds = stepSeconds(grid);
    return mapped(await vectorArg(frame, 0), (_, i) => seconds[i] as number);
  }
  const columns = await evalVectorSelector(ctx, arg, grid, true);
  for (const column of columns) column.v = column.seconds ?? column.v;
  return vector(mergeSameLabels(dropNames(columns)));
};

/** The value where there is just one series, else NaN. */
const scalar: Evaluator = async (frame) => {
  const columns = await vectorArg(frame, 0);
  const out = new Float64Array(frame.grid.count);
  const seen = new Uint8Array(frame.grid.count);
  for (const { v, present } of columns) {
    for (let i = 0; i < out.length; i++) {
      if (present[i] === 0) continue;
      out[i] = seen[i] === 0 ? (v[i] as number) : Number.NaN;
      seen[i] = 1;
    }
  }
  for (let i = 0; i < out.length; i++) if (seen[i] === 0) out[i] = Number.NaN;
  return { kind: "scalar", v: out };
};

const absent: Evaluator = async (frame) => {
  const columns = await vectorArg(frame, 0);
  return vector(absentColumn(columns, absentLabels(argument(frame, 0)), frame.grid.count));
};

const absentOverTime: Evaluator = async (frame) => {
  const { ctx, grid } = frame;
  const arg = rangeArgument(argument(frame, 0));
  const series = await evaluateRangeSamples(ctx, arg, grid);
  // Label sets are made distinct, because here the names are not dropped and nothing can clash.
  const present = await evalRangeFunction(ctx, "last_over_time", arg, series, [], grid);
  return vector(absentColumn(present, absentLabels(argument(frame, 0)), grid.count));
};

async function histogramQuantileOf(frame: CallFrame): Promise<EngineValue> {
  const { annotations, dialect } = frame.ctx;
  const quantiles = await scalarArg(frame, 0);
  warnOfQuantiles(annotations, quantiles, argument(frame, 0));
  const buckets = argument(frame, 1);
  const columns = reduceHistograms(
    await vectorArg(frame, 1),
    frame.grid.count,
    (labels) => warnOfBucketLabel(annotations, labels, buckets),
    (uppers, counts, size, i) => {
      const forced = makeAscending(counts, size, dialect);
      const q = quantiles[i] as number;
      const value = bucketQuantile(q, uppers, counts, size);
      // A quantile that no bucket holds says nothing of the buckets.
      if (forced && q >= 0 && q <= 1 && !Number.isNaN(value)) tellOfForcedMonotonicity(annotations, buckets);
      return value;
    },
  );
  return vector(columns);
}

async function histogramFractionOf(frame: CallFrame): Promise<EngineValue> {
  const lower = await scalarArg(frame, 0);
  const upper = await scalarArg(frame, 1);
  const buckets = argument(frame, 2);
  const columns = reduceHistograms(
    await vectorArg(frame, 2),
    frame.grid.count,
    (labels) => warnOfBucketLabel(frame.ctx.annotations, labels, buckets),
    (uppers, counts, size, i) => bucketFraction(lower[i] as number, upper[i] as number, uppers, counts, size),
  );
  return vector(columns);
}

const sorting =
  (descending: boolean): Evaluator =>
  async (frame) => {
    if (frame.grid.count > 1) warnOfSort(frame.ctx.annotations, frame.call);
    const columns = await vectorArg(frame, 0);
    return vector(frame.grid.count === 1 ? sortColumns(columns, descending) : columns);
  };

const EVALUATORS: Readonly<Partial<Record<FunctionName, Evaluator>>> = {
  ...unaryEvaluators,
  ...dateEvaluators,
  absent,
  absent_over_time: absentOverTime,
  clamp,
  clamp_max: async (frame) => {
    const columns = await vectorArg(frame, 0);
    const high = await scalarArg(frame, 1);
    return mapped(columns, (value, i) => goMin(high[i] as number, value));
  },
  clamp_min: async (frame) => {
    const columns = await vectorArg(frame, 0);
    const low = await scalarArg(frame, 1);
    return mapped(columns, (value, i) => goMax(low[i] as number, value));
  },
  histogram_fraction: histogramFractionOf,
  histogram_quantile: histogramQuantileOf,
  label_join: async (frame) =>
    vector(labelJoin(await vectorArg(frame, 0), stringArgs(frame), frame.ctx.dialect)),
  label_replace: async (frame) =>
    vector(labelReplace(await vectorArg(frame, 0), stringArgs(frame), frame.ctx.dialect)),
  pi: async ({ grid }) => ({ kind: "scalar", v: new Float64Array(grid.count).fill(Math.PI) }),
  round,
  scalar,
  sort: sorting(false),
  sort_desc: sorting(true),
  time: async ({ grid }) => ({ kind: "scalar", v: stepSeconds(grid) }),
  timestamp,
  vector: async (frame) => vector([fullColumn(await scalarArg(frame, 0))]),
};

/** As Prometheus, which sees a quantile only at a step at which a series has samples. */
function warnOfUsedQuantiles(frame: CallFrame, quantiles: Float64Array | undefined, columns: Column[]): void {
  const used = anyPresent(columns, frame.grid.count);
  const seen = quantiles?.filter((_, i) => used[i] === 1) ?? new Float64Array(0);
  warnOfQuantiles(frame.ctx.annotations, seen, argument(frame, 0));
}

export async function evalCall(ctx: EngineContext, call: Call, grid: Grid): Promise<EngineValue> {
  const frame: CallFrame = { ctx, call, grid };
  const { name } = call;
  if (isRangeFunction(name)) {
    const kinds = signatureOf(name)?.args ?? [];
    const scalars: Float64Array[] = [];
    for (const [index, kind] of kinds.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other bounds the memory in use
      if (kind === "scalar") scalars.push(await scalarArg(frame, index));
    }
    const rangeArg = argument(frame, kinds.indexOf("matrix"));
    const arg = rangeArgument(rangeArg);
    const series = await evaluateRangeSamples(ctx, arg, grid);
    const columns = await evalRangeFunction(ctx, name, arg, series, scalars, grid);
    if (name === "quantile_over_time") warnOfUsedQuantiles(frame, scalars[0], columns);
    return vector(columns);
  }
  const evaluator = EVALUATORS[name as FunctionName];
  if (evaluator === undefined) throw new TypeError(`no evaluator for ${name}`);
  return evaluator(frame);
}
