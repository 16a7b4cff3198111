import type { TimeRange } from "../plan";
import type { Receipt } from "../schemas";
import { metricOf } from "../understand/catalogue";
import type { AnswerContext } from "./answerer";
import { sayFigure, unitOf } from "./figures";
import { sayMoment } from "./moments";
import { expressionOf } from "./promql";
import { runRange } from "./run-query";

/** What "the peak" is measured by: what the business lives from. */
const PEAK_METRIC = "business_orders_total";
const PEAK_STEP_S = 60;

/** Finds the minute with the most orders in the range. Null when nothing was measured. */
export async function findPeak(
  range: TimeRange,
  answer: AnswerContext,
): Promise<{ at: number; range: TimeRange; sentence: string; queries: Receipt[] } | null> {
  const metric = metricOf(answer.catalogue, PEAK_METRIC)?.metric;
  if (!metric) return null;
  const promql = expressionOf({ metric, filters: [], by: [], statistic: "latest", rangeMs: null });
  const unit = unitOf(metric, "latest");
  const stepS = Math.max(PEAK_STEP_S, Math.ceil((range.to - range.from) / 1000 / 5_000));
  const { matrix, receipt } = await runRange(
    answer,
    { promql, purpose: "peak", unit, metric, filters: [], from: range.from, to: range.to },
    stepS,
  );
  const [series] = matrix;
  if (!series) return null;
  let best = 0;
  for (let i = 1; i < series.v.length; i++) if ((series.v[i] ?? 0) > (series.v[best] ?? 0)) best = i;
  const at = series.t[best] ?? range.to;
  return {
    at,
    range: { ...range, from: at, to: at, instant: true, peak: false },
    sentence: answer.say.peakAt(sayMoment(at, answer), sayFigure(series.v[best], unit, answer.say)),
    queries: [receipt],
  };
}
