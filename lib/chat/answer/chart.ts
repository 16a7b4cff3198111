import { HOUR_MS } from "@/lib/core/time";
import type { Labels, Matrix, VectorSample } from "@/lib/metrics/store";
import type { Chart, Receipt } from "../schemas";
import { seriesName, specOf } from "./metric-query";
import type { MetricQuestion } from "./metric-query";
import { CHART_POINTS, expressionOf, niceStepS } from "./promql";
import { runRange } from "./run-query";

/** Lines that can be told apart in a small chart; our choice, as many as the palette has colours. */
const LINES_MAX = 12;
/** Two missing points in a row are a gap. */
const GAP_STEPS = 2.5;

interface Line {
  labels: Labels;
  t: ArrayLike<number>;
  v: ArrayLike<number>;
}

const highest = ({ v }: Line) => Array.from(v).reduce((a, b) => (b > a ? b : a), Number.NEGATIVE_INFINITY);

/** Draws the series with the highest points; the rest is counted. `ghosts`: the same things at an earlier time. */
export function drawMatrix(
  question: MetricQuestion,
  matrix: Matrix | readonly Line[],
  stepS: number,
  ghosts: readonly Line[] = [],
): Chart {
  const { title, unit, from, to } = question;
  const visible = [...matrix].sort((a, b) => highest(b) - highest(a)).slice(0, LINES_MAX);
  const draw = (line: Line, ghost: boolean) => {
    const called = seriesName(question, line.labels);
    const name = called === question.answer.say.all ? title : called;
    return {
      id: ghost ? `${name} before` : name,
      name,
      ghost,
      t: Array.from(line.t),
      v: Array.from(line.v, finite),
    };
  };
  return {
    kind: "line",
    title,
    unit: question.plan.statistic === "sum" ? (question.metric.viewUnit ?? unit) : unit,
    from,
    to,
    maxGapMs: stepS * 1000 * GAP_STEPS,
    hidden: matrix.length - visible.length,
    series: [
      ...visible.map((l) => draw(l, false)),
      ...ghosts.slice(0, LINES_MAX).map((l) => draw(l, true)),
    ].map((series) => keepFinite(series)),
  };
}

const finite = (value: number) => value;

/** JSON has no NaN or infinity: such a point is left out, which draws a gap. */
function keepFinite<S extends { t: number[]; v: number[] }>(series: S): S {
  const kept = series.v.map((value) => Number.isFinite(value));
  return { ...series, t: series.t.filter((_, i) => kept[i]), v: series.v.filter((_, i) => kept[i]) };
}

/** The curves behind an answer: the samples' own resources over the range, or over the last hour for a moment. */
export async function lineChart(
  question: MetricQuestion,
  samples: readonly VectorSample[],
): Promise<{ chart: Chart; receipt: Receipt } | null> {
  const { plan, metric, to } = question;
  const from = question.to > question.from ? question.from : to - HOUR_MS;
  const resources = [...new Set(samples.map((s) => s.labels.resource).filter((r) => r !== undefined))].sort();
  const narrowed =
    resources.length > 0 && plan.groupBy.length === 0
      ? [
          ...question.filters.filter((f) => f.label !== "resource"),
          { label: "resource" as const, values: resources },
        ]
      : question.filters;
  const percentile = /^p\d/.test(plan.statistic) && metric.type === "histogram";
  const promql = expressionOf({
    metric,
    filters: narrowed,
    by: plan.groupBy.length > 0 ? plan.groupBy : plan.overall ? [] : null,
    statistic: percentile ? plan.statistic : "latest",
    rangeMs: null,
  });
  const stepS = niceStepS(to - from, CHART_POINTS);
  const spec = {
    ...specOf(question, "chart", promql),
    filters: narrowed,
    from,
    unit: metric.viewUnit ?? metric.unit,
  };
  const { matrix, receipt } = await runRange(question.answer, spec, stepS);
  if (matrix.length === 0) return null;
  return { chart: drawMatrix({ ...question, from }, matrix, stepS), receipt };
}

/** One bar a sample, in the order given. */
export function barChart(question: MetricQuestion, samples: readonly VectorSample[]): Chart {
  const { title, unit } = question;
  const [only] = samples;
  if (samples.length === 1 && only) return { kind: "stat", title, unit, value: finiteOrNull(only.v) };
  return {
    kind: "bar",
    title,
    unit,
    bars: samples.slice(0, 20).map((sample) => {
      const name = seriesName(question, sample.labels);
      return { id: name, name, value: finiteOrNull(sample.v) };
    }),
  };
}

const finiteOrNull = (value: number) => (Number.isFinite(value) ? value : null);
