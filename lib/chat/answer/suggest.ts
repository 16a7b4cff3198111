import type { MetricPlan, QuestionPlan } from "../plan";
import type { AnswerContext } from "./answerer";
import { titleOf } from "./describe";

type Suggesting = Pick<AnswerContext, "catalogue" | "say">;

/** Questions that lead on from an answer about a metric; each is one that the grammar reads. */
export function suggestFor(plan: MetricPlan, answer: Suggesting): string[] {
  const [name = ""] = plan.metrics;
  const title = titleOf(name, answer);
  const zh = answer.say.locale === "zh";
  const found: string[] = [];
  if (plan.shape !== "series")
    found.push(zh ? `${title}最近6小时趋势` : `${title} trend over the last 6 hours`);
  if (!plan.compare)
    found.push(zh ? `${title}与昨天同一时间相比` : `${title} compared with the same time yesterday`);
  if (plan.shape !== "rank" && !name.startsWith("business_"))
    found.push(
      zh
        ? `最近30分钟${title}最高的是哪个实例`
        : `Which instance had the highest ${title} in the last 30 minutes?`,
    );
  if (plan.shape === "rank") found.push(zh ? `按可用区看${title}` : `${title} by zone`);
  return found.slice(0, 3);
}

const OTHER: Record<
  "en" | "zh",
  Record<Exclude<QuestionPlan["intent"], "metric" | "help">, readonly string[]>
> = {
  en: {
    alarms: ["What fired in the last hour?", "What is the health score?"],
    health: ["Why is the health score not 100?", "Is anything firing?"],
    events: ["Orders since the promotion started", "Business success rate compared with the last event"],
    experiments: ["Is a drill running?", "What fired in the last hour?"],
    inventory: ["How many resources per zone?", "What metrics does MySQL have?"],
    freshness: ["Is anything firing?", "What metrics are there?"],
    metrics: ["What is the business success rate?", "Which MySQL instances have the highest CPU?"],
  },
  zh: {
    alarms: ["过去一小时有哪些告警", "健康分是多少"],
    health: ["健康分为什么不是满分", "有告警吗"],
    events: ["大促开始以来的订单量", "业务成功率和上次大促相比"],
    experiments: ["有正在进行的演练吗", "过去一小时有哪些告警"],
    inventory: ["按可用区有多少资源", "MySQL 有哪些指标"],
    freshness: ["有告警吗", "有哪些指标"],
    metrics: ["业务成功率是多少", "哪个 MySQL 的 CPU 最高"],
  },
};

export function suggestAfter(plan: QuestionPlan, { say }: Pick<Suggesting, "say">): string[] {
  return plan.intent === "metric" || plan.intent === "help"
    ? [...say.examples]
    : [...OTHER[say.locale][plan.intent]];
}
