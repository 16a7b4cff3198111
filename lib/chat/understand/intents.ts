import type { Choice, FilterLabel, QuestionPlan, Understanding } from "../plan";
import { choiceFor, overviewOf, productsOf } from "./metrics";
import { filtersOf, planMetric } from "./metric-plan";
import type { PlanOrNot } from "./metric-plan";
import type { Slots } from "./slots";

export type Parts = Parameters<typeof planMetric>[0];

const plan = (value: QuestionPlan): PlanOrNot<QuestionPlan> => ({ plan: value });
const clarify = (
  reason: Extract<Understanding, { kind: "clarify" }>["reason"],
  subject: string,
  choices: Choice[] = [],
): PlanOrNot<QuestionPlan> => ({ stop: { kind: "clarify", reason, subject, choices } });

const RESOURCE_LABELS: readonly FilterLabel[] = ["resource", "zone", "app", "cluster", "layer"];

function withProducts(slots: Slots, labels: readonly FilterLabel[]) {
  const filters = filtersOf(slots, labels);
  return slots.products.length > 0
    ? [{ label: "product" as const, values: [...slots.products].sort() }, ...filters]
    : filters;
}

function planAlarms({ slots, times }: Parts): QuestionPlan {
  const past = times.range !== null && !times.range.instant;
  const fired = slots.alarm === "fired" || past;
  const state = slots.alarm === "pending" ? "pending" : fired ? "any" : "firing";
  return {
    intent: "alarms",
    state,
    count: slots.asks.has("how_many"),
    filters: withProducts(slots, ["severity", "rule", ...RESOURCE_LABELS]),
    range: times.range,
  };
}

function planEvents({ slots }: Parts): QuestionPlan {
  const said = slots.events?.ask ?? null;
  const ask =
    slots.asks.has("when") || said === "countdown"
      ? "countdown"
      : said === "list" || slots.asks.has("list") || slots.asks.has("which") || slots.asks.has("how_many")
        ? said === "phase"
          ? "phase"
          : "list"
        : "phase";
  return { intent: "events", ask, event: slots.eventSlug };
}

function planExperiments({ slots }: Parts): QuestionPlan {
  const said = slots.experiments?.ask ?? null;
  const ask = said ?? (slots.asks.has("list") || slots.asks.has("how_many") ? "list" : "last");
  return { intent: "experiments", ask, experiment: slots.experimentSlug };
}

/** True when the question asks which things there are, not how they do. */
function asksInventory({ slots, quantities }: Parts): boolean {
  if (slots.metrics.length > 0 || quantities.threshold || slots.rank !== null) return false;
  const about =
    slots.products.length > 0 || slots.nouns.size > 0 || filtersOf(slots, RESOURCE_LABELS).length > 0;
  const asked =
    slots.asks.has("how_many") || slots.asks.has("list") || (slots.asks.has("which") && slots.nouns.size > 0);
  const shown = slots.asks.has("what") && slots.nouns.size > 0 && !slots.asks.has("how_is");
  const exists = slots.asks.has("is") && slots.nouns.size > 0 && !slots.asks.has("how_is");
  return about && (asked || shown || exists);
}

function planInventory({ slots }: Parts): QuestionPlan {
  const named = slots.groupBy.filter((label) => label !== "resource");
  // "which products are there" lists the products themselves.
  const listed = [...slots.nouns].filter((n) => n !== "resource" && slots.products.length === 0);
  return {
    intent: "inventory",
    count: slots.asks.has("how_many"),
    groupBy: named.length > 0 ? named : slots.nouns.has("resource") ? [] : listed.slice(0, 1),
    filters: withProducts(slots, RESOURCE_LABELS),
  };
}

function asksOverview(slots: Slots): boolean {
  return slots.asks.has("how_is") || slots.compare || slots.chart !== null || slots.asks.has("what");
}

/** What a question without a metric, about a product or a scenario, means. */
function planSubject(parts: Parts): PlanOrNot<QuestionPlan> | null {
  const { slots, catalogue, times } = parts;
  const products = productsOf(slots, catalogue);
  const percentile = slots.statistic !== null && /^p\d/.test(slots.statistic);
  if (percentile || slots.speed) return planMetric(parts);
  if (products.length > 0) {
    if (slots.asks.has("how_is") || times.compare) return planMetric(parts);
    return clarify(
      "which_metric",
      products.join(", "),
      products
        .flatMap((id) => overviewOf(id, catalogue))
        .slice(0, 4)
        .map((name) => choiceFor(catalogue, name)),
    );
  }
  const aboutAll = slots.asks.has("how_is") && (slots.all || slots.events !== null || times.range !== null);
  return aboutAll || (times.compare !== null && asksOverview(slots)) ? planMetric(parts) : null;
}

/** Decides what kind of answer a question wants and fills its plan. Order matters: the most particular word wins. */
export function planIntent(parts: Parts, question: string): PlanOrNot<QuestionPlan> {
  const { slots, times } = parts;
  const hasMetric = slots.metrics.length > 0;
  if (slots.health && !hasMetric && (slots.alarm === null || slots.asks.has("why")))
    return plan({ intent: "health", why: wantsReasons(slots) });
  if (slots.asks.has("why"))
    return { stop: { kind: "refuse", reason: "root_cause", subject: question.trim() } };
  if (slots.experiments || slots.experimentSlug !== null) return plan(planExperiments(parts));
  if (slots.alarm !== null && !hasMetric && !parts.quantities.threshold) return plan(planAlarms(parts));
  if (slots.freshness) return plan({ intent: "freshness", filters: withProducts(slots, RESOURCE_LABELS) });
  if (slots.metricsWord && !hasMetric) return plan({ intent: "metrics", filters: withProducts(slots, []) });
  if (asksInventory(parts) && slots.events === null) return plan(planInventory(parts));
  if (hasMetric) return planMetric(parts);
  if (slots.help) return plan({ intent: "help" });
  const timeOnly = slots.asks.has("how_is") && slots.events?.ask == null;
  if ((slots.events || slots.eventSlug !== null) && !timeOnly && !times.compare)
    return plan(planEvents(parts));
  return planSubject(parts) ?? clarify("unclear", question.trim());
}

/** `top risks` and `which risks` ask for the findings behind the score. */
function wantsReasons(slots: Slots): boolean {
  return (
    slots.asks.has("why") ||
    slots.asks.has("which") ||
    slots.asks.has("list") ||
    slots.rank !== null ||
    slots.products.length > 0
  );
}
