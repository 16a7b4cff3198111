import type { Answer } from "./answerer";
import { answerOf } from "./answerer";
import { drawMatrix } from "./chart";
import { sayFigure } from "./figures";
import { promqlOf, seriesName, specOf } from "./metric-query";
import type { MetricQuestion } from "./metric-query";
import { sayMoment } from "./moments";
import { noSamples } from "./no-samples";
import { CHART_POINTS, niceStepS } from "./promql";
import { runRange } from "./run-query";

interface Extreme {
  value: number;
  at: number;
}

function extremeOf(
  t: ArrayLike<number>,
  v: ArrayLike<number>,
  better: (a: number, b: number) => boolean,
): Extreme | null {
  let best: Extreme | null = null;
  for (let i = 0; i < v.length; i++) {
    const value = v[i] ?? Number.NaN;
    if (!Number.isNaN(value) && (best === null || better(value, best.value))) best = { value, at: t[i] ?? 0 };
  }
  return best;
}

const higher = (a: number, b: number) => a > b;
const lower = (a: number, b: number) => a < b;

/** A metric over time: the chart, and where it began, ended, was lowest and highest, each a point of the chart's query. */
export async function answerSeries(question: MetricQuestion): Promise<Answer> {
  const { answer, unit, from, to, title: metric, when, where } = question;
  const stepS = niceStepS(to - from, CHART_POINTS);
  const percentile = /^p\d/.test(question.plan.statistic) && question.metric.type === "histogram";
  const statistic = percentile ? question.plan.statistic : "latest";
  const promql = promqlOf(question, { statistic, rangeMs: null });
  const { matrix, receipt } = await runRange(answer, specOf(question, "answer", promql), stepS);
  if (matrix.length === 0) return noSamples(question, [receipt]);

  const series = matrix.map(({ labels, t, v }) => ({
    name: seriesName(question, labels),
    labels,
    t,
    v,
    low: extremeOf(t, v, lower),
    high: extremeOf(t, v, higher),
  }));
  const [only] = series;
  const top = [...series].sort((a, b) => (b.high?.value ?? 0) - (a.high?.value ?? 0))[0];
  const say = (value: number | null | undefined) => sayFigure(value, unit, answer.say);
  const at = (extreme: Extreme | null | undefined) => (extreme ? sayMoment(extreme.at, answer) : "–");
  const single = series.length === 1 && only;
  const sentence = single
    ? answer.say.trend({
        metric,
        when,
        where,
        name: question.plan.overall || only.name === answer.say.all ? "" : only.name,
        first: say(only.v[0]),
        last: say(only.v.at(-1)),
        low: say(only.low?.value),
        lowAt: at(only.low),
        high: say(only.high?.value),
        highAt: at(only.high),
      })
    : answer.say.trendMany({
        metric,
        when,
        where,
        count: series.length,
        name: top?.name ?? "",
        high: say(top?.high?.value),
        highAt: at(top?.high),
      });
  const { locale } = answer.say;
  const head = (key: string, en: string, zh: string) => ({ key, title: locale === "zh" ? zh : en, unit });
  return answerOf({
    answer: sentence,
    queries: [receipt],
    result: {
      columns: [
        { key: "name", title: answer.say.locale === "zh" ? "名称" : "Name", unit: "" },
        head("last", "Last", "末值"),
        head("low", "Lowest", "最低"),
        head("high", "Highest", "最高"),
      ],
      rows: series.map((s) => ({
        name: s.name,
        last: s.v.at(-1) ?? null,
        low: s.low?.value ?? null,
        high: s.high?.value ?? null,
      })),
    },
    chart: drawMatrix(question, matrix, stepS),
  });
}
