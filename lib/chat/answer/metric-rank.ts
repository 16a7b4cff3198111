import type { Answer } from "./answerer";
import { answerOf } from "./answerer";
import { barChart, lineChart } from "./chart";
import { sayFigure } from "./figures";
import { byValue, promqlOf, seriesName, specOf } from "./metric-query";
import type { MetricQuestion } from "./metric-query";
import { noSamples } from "./no-samples";
import { runInstant } from "./run-query";
import { valueTable } from "./value-table";

/** The first places of one metric, or of the same kind of metric over several products. */
export async function answerRank(questions: readonly MetricQuestion[]): Promise<Answer> {
  const [question] = questions;
  if (!question) return answerOf({ answer: "" });
  const { answer, plan, when, where, unit } = question;
  const inner = questions.map((q) => promqlOf(q)).join(" or ");
  const promql = `${plan.order === "asc" ? "bottomk" : "topk"}(${plan.limit}, ${inner})`;
  const { samples, receipt } = await runInstant(answer, {
    ...specOf(question, "answer", promql),
    also: questions.slice(1).map((q) => q.metric),
  });
  const sorted = [...samples].sort(byValue(plan.order));
  const [first, ...rest] = sorted;
  if (!first) return noSamples(question, [receipt]);
  const queries = [receipt];
  const line = plan.chart === "bar" || questions.length > 1 ? null : await lineChart(question, sorted);
  if (line && (question.to > question.from || plan.chart === "line")) queries.push(line.receipt);
  const drawLine = line !== null && (question.to > question.from || plan.chart === "line");
  return answerOf({
    answer: answer.say.rank({
      metric: answer.say.list(questions.map((q) => q.title)),
      figure: sayFigure(first.v, unit, answer.say),
      when,
      where,
      name: seriesName(question, first.labels),
      extreme: plan.order === "asc" ? "lowest" : "highest",
      rest: rest
        .slice(0, 4)
        .map((s) => `${seriesName(question, s.labels)} ${sayFigure(s.v, unit, answer.say)}`),
      group: plan.groupBy.join(", "),
    }),
    queries,
    result: valueTable(question, sorted),
    chart: drawLine ? line.chart : barChart(question, sorted),
  });
}
