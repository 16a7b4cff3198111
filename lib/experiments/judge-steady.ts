import type { Matrix, QueryValue } from "@/lib/metrics/store";
import type { UnixMs } from "@/lib/core/time";

export interface Bounds {
  min?: number | undefined;
  max?: number | undefined;
}

export interface Judgement {
  /** Null: no sample, so nothing can be said. */
  held: boolean | null;
  /** The value that decides: the one farthest out of bounds, or the first. */
  value: number | null;
}

/** Whether values keep within bounds: all must, and there must be one. A NaN keeps within none. */
export function judgeValues(values: readonly number[], bounds: Bounds): Judgement {
  const [first] = values;
  if (first === undefined) return { held: null, value: null };
  const worst = values.find((value) => !isWithin(value, bounds));
  return { held: worst === undefined, value: worst ?? first };
}

/** Whether the result of a steady state's expression at one moment keeps within bounds. */
export function judgeSteady(result: QueryValue, bounds: Bounds): Judgement {
  if (result.type === "scalar") return judgeValues([result.v], bounds);
  if (result.type === "vector")
    return judgeValues(
      result.samples.map((sample) => sample.v),
      bounds,
    );
  return { held: null, value: null };
}

/** One judgement per moment of the range at which there was a value, in order of time. */
export function judgeRange(matrix: Matrix, bounds: Bounds): (Judgement & { at: UnixMs })[] {
  const byTime = new Map<UnixMs, number[]>();
  for (const { t, v } of matrix)
    t.forEach((at, index) => {
      const values = byTime.get(at) ?? [];
      values.push(v[index] ?? Number.NaN);
      byTime.set(at, values);
    });
  return [...byTime]
    .sort(([a], [b]) => a - b)
    .map(([at, values]) => ({ at, ...judgeValues(values, bounds) }));
}

function isWithin(value: number, { min, max }: Bounds): boolean {
  return value >= (min ?? Number.NEGATIVE_INFINITY) && value <= (max ?? Number.POSITIVE_INFINITY);
}
