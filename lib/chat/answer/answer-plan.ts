import type { QuestionPlan } from "../plan";
import { answerAlarms } from "./alarms-answer";
import type { Answer, AnswerContext } from "./answerer";
import { answerOf } from "./answerer";
import { answerEvents } from "./events-answer";
import { answerExperiments } from "./experiments-answer";
import { answerFreshness } from "./freshness-answer";
import { answerHealth } from "./health-answer";
import { answerInventory } from "./inventory-answer";
import { answerMetric } from "./metric-answer";
import { answerMetrics } from "./metrics-answer";

/** Carries a plan out. Every figure in what it says stands in its table, its chart or a receipt. */
export async function answerPlan(plan: QuestionPlan, answer: AnswerContext): Promise<Answer> {
  switch (plan.intent) {
    case "metric":
      return answerMetric(plan, answer);
    case "alarms":
      return answerAlarms(plan, answer);
    case "health":
      return answerHealth(plan, answer);
    case "events":
      return answerEvents(plan, answer);
    case "experiments":
      return answerExperiments(plan, answer);
    case "inventory":
      return answerInventory(plan, answer);
    case "freshness":
      return answerFreshness(plan, answer);
    case "metrics":
      return answerMetrics(plan, answer);
    case "help":
      break;
  }
  return answerOf({ answer: answer.say.help, suggestions: [...answer.say.examples] });
}
