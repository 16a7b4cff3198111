import { UpstreamError } from "@/lib/core/errors";
import { SECOND_MS, type UnixMs } from "@/lib/core/time";
import { compareLabels, formatSeries } from "@/lib/metrics/labels";
import type { Labels, Matrix, QueryValue } from "@/lib/metrics/store";
import type { Expr } from "@/lib/promql/ast";
import { hasOwnOrder } from "@/lib/promql/evaluate";
import { parseGoFloat } from "@/lib/promql/go-float";
import { typeOf } from "@/lib/promql/parser/check";
import type { QueryAnswer, RangeAnswer } from "./answer-schemas";

const readTime = (seconds: number): UnixMs => Math.round(seconds * SECOND_MS);

function readValue(text: string): number {
  const value = parseGoFloat(text);
  if (value === undefined)
    throw new UpstreamError(`The metrics engine gave ${JSON.stringify(text)} as a value.`);
  return value;
}

function refuseHistogram(metric: Labels): UpstreamError {
  const what = `${formatSeries(metric)} is a native histogram, and these are not supported`;
  return new UpstreamError(`The metrics engine's answer cannot be read: ${what}.`, { retryable: false });
}

/** Ordered by label set, whatever the engine's order. */
export function readMatrix({ result }: RangeAnswer): Matrix {
  return result
    .map(({ metric, values, histograms }) => {
      if (histograms !== undefined) throw refuseHistogram(metric);
      return {
        labels: metric,
        t: Float64Array.from(values, ([t]) => readTime(t)),
        v: Float64Array.from(values, ([, v]) => readValue(v)),
      };
    })
    .sort((a, b) => compareLabels(a.labels, b.labels));
}

/** The answer to `expr` as the contract has it: ordered by label set unless `expr` gives an order of its own. */
export function readQueryValue(answer: QueryAnswer, expr: Expr, at: UnixMs): QueryValue {
  switch (answer.resultType) {
    case "scalar":
      return { type: "scalar", t: readTime(answer.result[0]), v: readValue(answer.result[1]) };
    case "string":
      return { type: "string", t: readTime(answer.result[0]), v: answer.result[1] };
    case "matrix":
      return { type: "matrix", series: readMatrix(answer) };
    default: {
      const samples = answer.result.map(({ metric, value }) => {
        if (value === undefined) throw refuseHistogram(metric);
        return { labels: metric, t: readTime(value[0]), v: readValue(value[1]) };
      });
      // VictoriaMetrics gives a scalar as a vector of one; without a value it is NaN.
      if (typeOf(expr) === "scalar") return { type: "scalar", t: at, v: samples[0]?.v ?? Number.NaN };
      if (!hasOwnOrder(expr)) samples.sort((a, b) => compareLabels(a.labels, b.labels));
      return { type: "vector", samples };
    }
  }
}
