import type { Receipt } from "../schemas";
import type { Answer } from "./answerer";
import { answerOf } from "./answerer";
import type { MetricQuestion } from "./metric-query";

/** Nothing measured is said as unknown, with the queries that found nothing. */
export function noSamples(
  { answer, title: metric, when, where, unit }: MetricQuestion,
  queries: Receipt[],
): Answer {
  return answerOf({
    answer: answer.say.noSamples({ metric, when, where }),
    queries,
    chart: { kind: "stat", title: metric, unit, value: null },
  });
}
