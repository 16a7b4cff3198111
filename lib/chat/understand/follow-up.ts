import type { Filter, MetricPlan, QuestionPlan } from "../plan";
import { metricOf } from "./catalogue";
import type { ChatCatalogue } from "./catalogue";
import type { Parts } from "./intents";
import { planIntent } from "./intents";
import { lexiconOf } from "./lexicon";
import { filtersOf, planMetric } from "./metric-plan";
import type { PlanOrNot } from "./metric-plan";
import { productsOf } from "./metrics";
import type { Slots } from "./slots";
import { findTimes, toRange } from "./time/parse";

export interface FollowUp {
  result: PlanOrNot<QuestionPlan>;
  followUp: boolean;
}

/** A question that says by itself what it is about. */
function standsAlone({ slots }: Parts): boolean {
  return (
    slots.alarm !== null ||
    slots.health ||
    slots.experiments !== null ||
    slots.freshness ||
    slots.metricsWord ||
    slots.help ||
    slots.events !== null ||
    slots.asks.has("how_many") ||
    slots.asks.has("list") ||
    slots.asks.has("how_is")
  );
}

const saysSomething = ({ slots, times, quantities }: Parts): boolean =>
  slots.products.length > 0 ||
  slots.labels.size > 0 ||
  times.range !== null ||
  times.compare !== null ||
  slots.chart !== null ||
  slots.groupBy.length > 0 ||
  slots.nouns.size > 0 ||
  slots.statistic !== null ||
  slots.rank !== null ||
  quantities.threshold !== null ||
  quantities.limit !== null;

/**
 * Reads a question as a change to the one before ("and Redis?", "那昨天呢", "only zone 2", "as a chart").
 *
 * @returns null when it is a question of its own.
 */
export function applyFollowUp(parts: Parts, previous: QuestionPlan | null): FollowUp | null {
  const { slots } = parts;
  if (slots.asks.has("why") && previous?.intent === "health" && slots.metrics.length === 0)
    return { result: { plan: { intent: "health", why: true } }, followUp: true };
  if (slots.metrics.length > 0) {
    const joins = slots.follows && productsOf(slots, parts.catalogue).length === 0;
    return joins && previous?.intent === "metric" ? changeMetric(parts, previous) : null;
  }
  if (standsAlone(parts) || slots.asks.has("why") || !saysSomething(parts)) return null;
  if (previous === null)
    return slots.products.length > 0 ||
      slots.labels.size > 0 ||
      slots.nouns.size > 0 ||
      slots.eventSlug !== null ||
      /^p\d/.test(slots.statistic ?? "")
      ? null
      : {
          result: { stop: { kind: "clarify", reason: "no_previous", subject: "", choices: [] } },
          followUp: true,
        };
  if (previous.intent === "metric") return changeSubject(parts, previous);
  return changeOther(parts, previous);
}

/** The range of the question before, read again at the time of this one: "last 30 minutes" moves on. */
function rangeAgain(plan: { range: MetricPlan["range"] }, parts: Parts): MetricPlan["range"] {
  const [span] = plan.range?.text ? findTimes(plan.range.text, parts.ctx) : [];
  return (span && toRange(span, parts.ctx)) ?? plan.range;
}

function productIdsOf(plan: MetricPlan, catalogue: ChatCatalogue): string[] {
  return [...new Set(plan.metrics.flatMap((name) => metricOf(catalogue, name)?.product?.id ?? []))];
}

/** What the earlier question said, wherever this one says nothing. */
function inherit(parts: Parts, previous: MetricPlan): Parts {
  const { slots, times, quantities } = parts;
  return {
    ...parts,
    quantities: { ...quantities, limit: quantities.limit ?? (previous.limit === 5 ? null : previous.limit) },
    times: {
      ...times,
      range: times.range ?? rangeAgain(previous, parts),
      compare: times.compare ?? previous.compare,
    },
    slots: { ...slots, groupBy: slots.groupBy.length > 0 ? slots.groupBy : [...previous.groupBy] },
  };
}

/** Filters of the earlier question, each replaced by this one's for the same label. */
function mergeFilters(previous: readonly Filter[], slots: Slots, otherProduct: boolean): Filter[] {
  const now = filtersOf(slots);
  const stays = previous.filter(
    (f) =>
      !now.some((n) => n.label === f.label) &&
      !(otherProduct && ["resource", "cluster", "scenario"].includes(f.label)) &&
      !(f.label === "resource" && now.length > 0),
  );
  return [...stays, ...now];
}

/** "and memory?": another metric of the same things. */
function changeMetric(parts: Parts, previous: MetricPlan): FollowUp {
  const products = productIdsOf(previous, parts.catalogue);
  const inherited = inherit(parts, previous);
  const result = planMetric({ ...inherited, slots: { ...inherited.slots, products } });
  return {
    result: "plan" in result ? { plan: keepShape(result.plan, previous, parts, false) } : result,
    followUp: true,
  };
}

/** "and Redis?", "那昨天呢", "as a chart": the same metric, something else about it. */
function changeSubject(parts: Parts, previous: MetricPlan): FollowUp {
  const { slots, catalogue } = parts;
  const before = productIdsOf(previous, catalogue);
  const products = productsOf(slots, catalogue);
  const otherProduct = products.some((p) => !before.includes(p));
  const inherited = inherit(parts, previous);
  const result = otherProduct
    ? planMetric({ ...inherited, slots: { ...inherited.slots, metrics: phrasesOf(previous, catalogue) } })
    : planMetric(inherited, previous.metrics);
  return {
    result: "plan" in result ? { plan: keepShape(result.plan, previous, parts, otherProduct) } : result,
    followUp: true,
  };
}

/** All words for the earlier metrics, so that another product's metric of the same kind is found by them. */
function phrasesOf(previous: MetricPlan, catalogue: ChatCatalogue): Slots["metrics"] {
  const { metricPhrases } = lexiconOf(catalogue);
  return previous.metrics.slice(0, 1).map((name) => {
    const shared = [...metricPhrases].filter(([, names]) => names.includes(name));
    const names = [...new Set(shared.flatMap(([, all]) => all))];
    // The word that most products share is the name of the kind: "cpu", "latency".
    const [phrase = name] = [...shared].sort((a, b) => b[1].length - a[1].length)[0] ?? [];
    return { phrase, names };
  });
}

function keepShape(plan: MetricPlan, previous: MetricPlan, parts: Parts, otherProduct: boolean): MetricPlan {
  const { slots, quantities } = parts;
  const reshaped =
    slots.chart === "line" || slots.rank !== null || quantities.threshold !== null || slots.asks.has("which");
  const restated = slots.statistic !== null || reshaped;
  const shape = reshaped ? plan.shape : slots.labels.has("resource") ? "value" : previous.shape;
  const kept =
    ["rank", "threshold"].includes(previous.shape) && slots.chart === "line" ? previous.shape : shape;
  return {
    ...plan,
    shape: kept,
    statistic: restated && kept === plan.shape ? plan.statistic : carriedStatistic(plan, previous, kept),
    order: slots.rank !== null ? plan.order : previous.order,
    threshold: plan.threshold ?? previous.threshold,
    count: previous.count,
    overall: slots.groupBy.length > 0 || slots.labels.has("resource") ? false : previous.overall,
    filters: mergeFilters(previous.filters, slots, otherProduct),
    chart: slots.chart ?? previous.chart,
  };
}

/** The earlier statistic, unless a range came or went and made it meaningless. */
function carriedStatistic(
  plan: MetricPlan,
  previous: MetricPlan,
  shape: MetricPlan["shape"],
): MetricPlan["statistic"] {
  const had = previous.range !== null;
  const has = plan.range !== null;
  return had === has && shape === previous.shape ? previous.statistic : plan.statistic;
}

/** The earlier question was about alarms, resources or the like: its filters or its time change. */
function changeOther(parts: Parts, previous: QuestionPlan): FollowUp | null {
  const { slots, times } = parts;
  if (slots.chart !== null || slots.statistic !== null || slots.rank !== null) return null;
  const labels = filtersOf(slots, ["zone", "app", "cluster", "resource", "severity", "layer"]);
  const products =
    slots.products.length > 0 ? [{ label: "product" as const, values: [...slots.products].sort() }] : [];
  const said = [...products, ...labels];
  const merge = (filters: readonly Filter[]) => [
    ...filters.filter((f) => !said.some((s) => s.label === f.label)),
    ...said,
  ];
  switch (previous.intent) {
    case "alarms":
      return {
        result: {
          plan: {
            ...previous,
            state: times.range ? "any" : previous.state,
            range: times.range ?? rangeAgain(previous, parts),
            filters: merge(previous.filters),
          },
        },
        followUp: true,
      };
    case "inventory":
      return {
        result: {
          plan: {
            ...previous,
            filters: merge(previous.filters),
            groupBy: slots.groupBy.length > 0 ? slots.groupBy : previous.groupBy,
          },
        },
        followUp: true,
      };
    case "freshness":
    case "metrics":
      return { result: { plan: { ...previous, filters: merge(previous.filters) } }, followUp: true };
    case "events":
    case "experiments":
    case "health":
    case "help":
    case "metric":
      break;
  }
  return { result: planIntent(parts, ""), followUp: false };
}
