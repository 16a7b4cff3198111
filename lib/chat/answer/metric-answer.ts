import type { MetricPlan } from "../plan";
import type { Receipt } from "../schemas";
import type { Answer, AnswerContext } from "./answerer";
import { answerOf } from "./answerer";
import { answerCompare } from "./metric-compare";
import { answerRank } from "./metric-rank";
import { answerSeries } from "./metric-series";
import { answerThreshold } from "./metric-threshold";
import { answerValue } from "./metric-value";
import { mergeTables } from "./merge-tables";
import { questionOf } from "./metric-query";
import { settleOverall } from "./settle-overall";
import type { MetricQuestion } from "./metric-query";
import { findPeak } from "./peak";
import { suggestFor } from "./suggest";

/** Older than this, a reader should be told. Twelve ticks of the simulator, four scrapes of a quick Prometheus; our choice. */
export const STALE_AFTER_MS = 60_000;

/** How late the newest sample was when the range ended; said only when it is old enough to matter. */
export function staleNote(receipts: readonly Receipt[], answer: AnswerContext): string {
  const [receipt] = receipts;
  if (!receipt || receipt.newestSampleAt === null) return "";
  const age = receipt.to - receipt.newestSampleAt;
  return age > STALE_AFTER_MS ? answer.say.stale(answer.say.age(age)) : "";
}

const ranked = (question: MetricQuestion) => (question.plan.shape === "rank" ? answerRank : answerThreshold);

async function answerOne(question: MetricQuestion): Promise<Answer> {
  const { plan } = question;
  if (plan.compare) return answerCompare(question);
  if (plan.shape === "rank" || plan.shape === "threshold") return ranked(question)([question]);
  return plan.shape === "series" ? answerSeries(question) : answerValue(question);
}

const join = (sentences: readonly string[], say: AnswerContext["say"]) =>
  sentences.filter((s) => s !== "").join(say.locale === "zh" ? "" : " ");

/** Several metrics: an answer each, one table with columns of their own; the chart is of the first that has one. */
function merge(
  answers: readonly Answer[],
  questions: readonly MetricQuestion[],
  answer: AnswerContext,
): Answer {
  const [first] = answers;
  if (answers.length === 1 && first) return first;
  return answerOf({
    answer: join(
      answers.map((a) => a.answer),
      answer.say,
    ),
    queries: answers.flatMap((a) => a.queries),
    result: mergeTables(
      answers.map((a) => a.result),
      questions.map((q) => q.title),
    ),
    chart: answers.find((a) => a.chart !== null)?.chart ?? null,
  });
}

/** Answers a question about metrics out of the store, each figure with its query. */
export async function answerMetric(plan: MetricPlan, answer: AnswerContext): Promise<Answer> {
  const peak = plan.range?.peak ? await findPeak(plan.range, answer) : null;
  const settled = settleOverall(peak?.at ? { ...plan, range: peak.range } : plan);
  const questions = settled.metrics
    .map((name) => questionOf(answer, settled, name))
    .filter((q) => q !== null);
  const [first] = questions;
  if (!first) return answerOf({ answer: answer.say.clarify.unknown_metric(plan.metrics.join(", ")) });
  const together = settled.shape === "rank" || settled.shape === "threshold";
  const sameUnit = questions.filter((q) => q.unit === first.unit);
  const answers =
    together && !settled.compare
      ? [await ranked(first)(sameUnit)]
      : await Promise.all(questions.map(answerOne));
  const merged = merge(answers, questions, answer);
  return {
    ...merged,
    answer: join([peak?.sentence ?? "", merged.answer, staleNote(merged.queries, answer)], answer.say),
    queries: [...(peak?.queries ?? []), ...merged.queries],
    suggestions: suggestFor(settled, answer),
  };
}
