import type { VectorSample } from "@/lib/metrics/store";
import type { Answer } from "./answerer";
import { answerOf } from "./answerer";
import { barChart, lineChart } from "./chart";
import { sayFigure } from "./figures";
import { byValue, keptLabels, promqlOf, seriesName, specOf } from "./metric-query";
import type { MetricQuestion } from "./metric-query";
import { noSamples } from "./no-samples";
import { runInstant } from "./run-query";
import { valueTable } from "./value-table";

function sentenceOf(
  question: MetricQuestion,
  sorted: readonly VectorSample[],
  overall: number | null,
): string {
  const { answer, plan, title: metric, when, where, unit } = question;
  const { say } = answer;
  const [first] = sorted;
  const last = sorted.at(-1);
  if (!first || !last) return "";
  const figure = sayFigure(first.v, unit, say);
  if (plan.groupBy.length > 0) {
    const items = sorted
      .slice(0, 8)
      .map((s) => `${seriesName(question, s.labels)} ${sayFigure(s.v, unit, say)}`);
    return say.groups({ metric, when, where, items });
  }
  if (sorted.length === 1) {
    if (plan.statistic === "sum" && question.metric.type === "counter")
      return say.total({ metric, figure, when, where });
    const told = plan.statistic === "latest" || plan.range === null ? null : say.statistic[plan.statistic];
    return say.value({ metric, figure, when, where, statistic: told });
  }
  return say.spread({
    metric,
    figure: overall === null ? "–" : sayFigure(overall, unit, say),
    when,
    where,
    count: sorted.length,
    low: sayFigure(last.v, unit, say),
    lowName: seriesName(question, last.labels),
    high: figure,
    highName: seriesName(question, first.labels),
  });
}

/** One figure, or one a group or resource with the figure over all of them. */
export async function answerValue(question: MetricQuestion): Promise<Answer> {
  const { samples, receipt } = await runInstant(
    question.answer,
    specOf(question, "answer", promqlOf(question)),
  );
  const sorted = [...samples].sort(byValue("desc"));
  if (sorted.length === 0) return noSamples(question, [receipt]);
  const queries = [receipt];
  let overall: number | null = null;
  if (keptLabels(question.plan) === null && sorted.length > 1) {
    const all = await runInstant(
      question.answer,
      specOf(question, "overall", promqlOf(question, { by: [] })),
    );
    overall = all.samples[0]?.v ?? null;
    queries.push(all.receipt);
  }
  const line =
    sorted.length === 1 || question.plan.chart === "line" ? await lineChart(question, sorted) : null;
  if (line) queries.push(line.receipt);
  return answerOf({
    answer: sentenceOf(question, sorted, overall),
    queries,
    result: valueTable(question, sorted),
    chart: line?.chart ?? barChart(question, sorted),
  });
}
