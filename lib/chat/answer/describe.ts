import type { MetricPlan, QuestionPlan, Understanding } from "../plan";
import { metricOf } from "../understand/catalogue";
import type { AnswerContext } from "./answerer";
import { sayFigure, unitOf } from "./figures";
import { sayMoment, sayRange } from "./moments";
import { settleOverall } from "./settle-overall";

type Describing = Pick<AnswerContext, "say" | "catalogue" | "timezone" | "now">;

/** Title of a metric in the language of the answer. */
export function titleOf(name: string, { catalogue, say }: Pick<AnswerContext, "catalogue" | "say">): string {
  return metricOf(catalogue, name)?.metric.title[say.locale] ?? name;
}

function describeFilters(filters: MetricPlan["filters"], { say }: Describing): string[] {
  if (filters.length === 0) return [];
  return [
    say.interpretation.filters(filters.map((f) => `${say.label[f.label] ?? f.label} ${f.values.join("/")}`)),
  ];
}

function describeRange(range: MetricPlan["range"], answer: Describing): string[] {
  const { say, timezone } = answer;
  if (range === null) return [];
  const said =
    range.from === range.to
      ? say.interpretation.instant(sayMoment(range.from, answer), timezone)
      : say.interpretation.range(sayRange(range, answer), timezone);
  return [
    said,
    ...range.notes.map((note) => say.rangeNote[note]),
    ...(range.peak ? [say.interpretation.peak] : []),
  ];
}

/** The base of a comparison in words: the event's name, or its first moment. */
export function sayBase(plan: MetricPlan, answer: Describing): string {
  const { say, catalogue } = answer;
  const { compare, range } = plan;
  if (!compare) return "";
  const event = catalogue.events.find((e) => e.slug === compare.event);
  const from = (range?.from ?? answer.now) - compare.shiftMs;
  const to = (range?.to ?? answer.now) - compare.shiftMs;
  const when = from === to ? sayMoment(from, answer) : sayRange({ from, to }, answer);
  if (!event) return when;
  return `${say.locale === "zh" ? event.titleZh : event.title} (${when})`;
}

function describeMetric(plan: MetricPlan, answer: Describing): string[] {
  const { say, catalogue } = answer;
  const words = say.interpretation;
  const first = metricOf(catalogue, plan.metrics[0] ?? "")?.metric;
  const unit = first ? unitOf(first, plan.statistic) : "";
  const parts = [
    words.metric(
      plan.metrics.map((name) => titleOf(name, answer)),
      say.statistic[plan.statistic],
    ),
  ];
  if (plan.shape === "rank") parts.push(words.rank(plan.order, plan.limit));
  if (plan.threshold)
    parts.push(words.threshold(plan.threshold.op, sayFigure(plan.threshold.value, unit, say)));
  if (plan.shape === "series") parts.push(words.series);
  if (plan.groupBy.length > 0) parts.push(words.by(plan.groupBy.map((label) => say.label[label] ?? label)));
  else parts.push(settleOverall(plan).overall ? words.overall : words.each);
  parts.push(...describeFilters(plan.filters, answer), ...describeRange(plan.range, answer));
  if (plan.range === null) parts.push(words.instant(sayMoment(answer.now, answer), answer.timezone));
  if (plan.compare) parts.push(words.compare(sayBase(plan, answer)));
  return parts;
}

function describePlan(plan: QuestionPlan, answer: Describing): string[] {
  const words = answer.say.interpretation;
  switch (plan.intent) {
    case "metric":
      return describeMetric(plan, answer);
    case "alarms":
      return [
        words.alarms(answer.say.alarms.states[plan.state]),
        ...describeFilters(plan.filters, answer),
        ...describeRange(plan.range, answer),
      ];
    case "health":
      return [words.health(plan.why)];
    case "events":
      return [words.events[plan.ask]];
    case "experiments":
      return [words.experiments[plan.ask]];
    case "inventory":
      return [
        words.inventory(plan.count),
        ...(plan.groupBy.length > 0 ? [words.by(plan.groupBy.map((l) => answer.say.label[l] ?? l))] : []),
        ...describeFilters(plan.filters, answer),
      ];
    case "freshness":
    case "metrics":
      return [words[plan.intent], ...describeFilters(plan.filters, answer)];
    case "help":
      break;
  }
  return [words.help];
}

/** One line that says how the question was read, assumptions and slips included. */
export function describeUnderstanding(
  read: Extract<Understanding, { kind: "plan" }>,
  answer: Describing,
  byModel = false,
): string {
  const words = answer.say.interpretation;
  const parts = describePlan(read.plan, answer);
  if (read.followUp) parts.push(words.followUp);
  for (const { from, to } of read.corrections) parts.push(words.corrected(from, to));
  if (read.ignored.length > 0) parts.push(words.ignored(read.ignored));
  if (byModel) parts.push(words.byModel);
  return parts.join(answer.say.separator);
}
