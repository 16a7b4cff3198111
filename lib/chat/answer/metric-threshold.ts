import type { Answer } from "./answerer";
import { answerOf } from "./answerer";
import { barChart } from "./chart";
import { sayFigure } from "./figures";
import { byValue, promqlOf, seriesName, specOf } from "./metric-query";
import type { MetricQuestion } from "./metric-query";
import { noSamples } from "./no-samples";
import { runInstant } from "./run-query";
import { valueTable } from "./value-table";

/** Most names in the sentence; the table has all. */
const NAMES_MAX = 6;

/** Which series pass a limit, out of how many. */
export async function answerThreshold(questions: readonly MetricQuestion[]): Promise<Answer> {
  const [question] = questions;
  const limit = question?.plan.threshold;
  if (!question || !limit) return answerOf({ answer: "" });
  const { answer, unit } = question;
  const all = questions.map((q) => promqlOf(q)).join(" or ");
  const passing = `(${all}) ${limit.op} ${limit.value}`;
  const also = questions.slice(1).map((q) => q.metric);
  const [found, counted] = await Promise.all([
    runInstant(answer, { ...specOf(question, "answer", passing), also }),
    runInstant(answer, { ...specOf(question, "count", `count(${all})`), also, unit: "" }),
  ]);
  const of = counted.samples[0]?.v ?? 0;
  const queries = [found.receipt, counted.receipt];
  // Nothing looked at is not the same as nothing found.
  if (of === 0) return noSamples(question, queries);
  const sorted = [...found.samples].sort(byValue(limit.op.startsWith("<") ? "asc" : "desc"));
  const names = sorted
    .slice(0, NAMES_MAX)
    .map((s) => `${seriesName(question, s.labels)} ${sayFigure(s.v, unit, answer.say)}`);
  return answerOf({
    answer: answer.say.threshold({
      metric: answer.say.list(questions.map((q) => q.title)),
      when: question.when,
      where: question.where,
      limit: `${limit.op} ${sayFigure(limit.value, unit, answer.say)}`,
      names: sorted.length > NAMES_MAX ? [...names, "…"] : names,
      count: sorted.length,
      of,
    }),
    queries,
    result: valueTable(question, sorted),
    chart: sorted.length === 0 ? null : barChart(question, sorted),
  });
}
