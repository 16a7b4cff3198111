import type { MatrixResult } from "@/lib/promql/evaluate";
import { parseGoFloat } from "@/lib/promql/go-float";
import type { PrometheusAnswer } from "./prometheus";

export type Answer = { error: string } | { series: MatrixResult };

type Pair = [number, string];
type Entry = { metric: Record<string, string>; value?: Pair; values?: Pair[] };

export function answerOf({ status, error = "", data }: PrometheusAnswer): Answer {
  if (status === "error" || data === undefined) return { error };
  if (data.resultType === "scalar" || data.resultType === "string") {
    return { series: [toSeries({}, [data.result as Pair])] };
  }
  const entries = data.result as Entry[];
  return {
    series: entries.map(({ metric, value, values }) => toSeries(metric, values ?? (value ? [value] : []))),
  };
}

function toSeries(labels: Record<string, string>, pairs: readonly Pair[]): MatrixResult[number] {
  return {
    labels,
    t: Float64Array.from(pairs, ([t]) => Math.round(t * 1000)),
    v: Float64Array.from(pairs, ([, v]) => parseGoFloat(v) ?? Number.NaN),
  };
}

function keyOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export interface Tolerance {
  /** To the larger of the two. */
  relative: number;
  /** Below this a difference is rounding. */
  absolute: number;
  /** Whether 0 and -0 differ; they are written differently. */
  zeroSigns: boolean;
}

const USUAL: Tolerance = { relative: 1e-9, absolute: 1e-12, zeroSigns: true };

function close(a: number, b: number, { relative, absolute, zeroSigns }: Tolerance): boolean {
  if (Object.is(a, b)) return true;
  if (a === 0 && b === 0) return !zeroSigns;
  const size = Math.max(Math.abs(a), Math.abs(b));
  return Math.abs(a - b) <= Math.max(relative * size, absolute);
}

/** Prometheus reports the fault of the earliest step, we of the first check: over a range either may come first. */
const MATCHING_FAULT = /^(?:found duplicate series|multiple matches for labels|vector cannot contain).*/;

/** What differs, in words; empty when the answers agree. Two errors agree when they say the same up to label sets. */
export function differences(theirs: Answer, ours: Answer, isRange: boolean, tolerance = USUAL): string[] {
  if ("error" in theirs || "error" in ours) {
    const [a, b] = [theirs, ours].map((answer) =>
      "error" in answer ? wording(answer.error, isRange) : "an answer",
    );
    return a === b ? [] : [`theirs: ${a}; ours: ${b}`];
  }
  const wanted = new Map(theirs.series.map((series) => [keyOf(series.labels), series]));
  const got = new Map(ours.series.map((series) => [keyOf(series.labels), series]));
  const missing = [...wanted.keys()].filter((key) => !got.has(key)).map((key) => `missing ${key}`);
  const extra = [...got.keys()].filter((key) => !wanted.has(key)).map((key) => `too many ${key}`);
  const wrong = [...wanted].flatMap(([key, a]) => {
    const b = got.get(key);
    return b === undefined ? [] : firstDifference(key, a, b, tolerance);
  });
  return [...missing, ...extra, ...wrong].slice(0, 3);
}

function firstDifference(
  key: string,
  a: MatrixResult[number],
  b: MatrixResult[number],
  tolerance: Tolerance,
): string[] {
  if (a.t.join() !== b.t.join()) {
    const lost = [...a.t].filter((t) => !b.t.includes(t));
    const more = [...b.t].filter((t) => !a.t.includes(t));
    return [`${key}: steps lost ${lost.slice(0, 4).join()} more ${more.slice(0, 4).join()}`];
  }
  const index = a.v.findIndex((value, i) => !close(value, b.v[i] ?? Number.NaN, tolerance));
  return index < 0 ? [] : [`${key} at ${a.t[index]}: theirs ${a.v[index]}, ours ${b.v[index]}`];
}

/** An error text without the request's prefix and without label sets: which of several comes first is not fixed. */
export function wording(error: string, isRange: boolean): string {
  const text = isRange ? error.replace(MATCHING_FAULT, "series do not match one to one") : error;
  return text
    .replace(/^invalid parameter "query": /, "")
    .replace(/"<Item \d+>" <op:@>/, '"@"') // Its name is missing in Prometheus 2.42.
    .replaceAll(/(?<=match group )\{.*?\}(?= on)|\[\{.*\}\]/g, "{…}");
}
