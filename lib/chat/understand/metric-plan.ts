import type { MetricDefinition } from "@/lib/products/types";
import {
  METRICS_MAX,
  type Filter,
  type FilterLabel,
  type MetricPlan,
  type Statistic,
  type TimeRange,
  type Understanding,
} from "../plan";
import type { ChatCatalogue } from "./catalogue";
import { metricOf } from "./catalogue";
import { choiceFor, chooseMetrics, latencyNames, overviewOf, productsOf } from "./metrics";
import { nearest } from "./nearest";
import { toBaseUnit } from "./quantities";
import type { Quantities } from "./quantities";
import type { Slots } from "./slots";
import type { TimeContext } from "./time/types";
import { assumedRange, assumedToday } from "./times";
import type { ReadTimes } from "./times";

export type PlanOrNot<P> = { plan: P } | { stop: Understanding };

interface Input {
  slots: Slots;
  quantities: Quantities;
  times: ReadTimes;
  catalogue: ChatCatalogue;
  ctx: TimeContext;
}

const SERIES_LABELS: readonly FilterLabel[] = ["resource", "cluster", "zone", "app", "scenario", "layer"];
/** Words that ask for a speed, not for a count. */
const RATE_WORDS = /^(qps|tps|ops|iops|throughput|traffic|bandwidth|流量|吞吐|.*per second)$/;

export function filtersOf(slots: Slots, labels: readonly FilterLabel[] = SERIES_LABELS): Filter[] {
  return labels.flatMap((label) => {
    const values = slots.labels.get(label);
    return values ? [{ label, values: [...values].sort() }] : [];
  });
}

function shapeOf({ slots, quantities, times }: Input): MetricPlan["shape"] {
  if (quantities.threshold) return "threshold";
  const alone = slots.labels.has("resource") || (slots.labels.has("scenario") && slots.groupBy.length === 0);
  const ranked = slots.rank !== null || quantities.limit !== null;
  const softMax = slots.statistic === "max" || slots.statistic === "min";
  if (slots.asks.has("which") && !slots.compare) return "rank";
  if (ranked && !(softMax && alone)) return "rank";
  if (slots.chart === "line" && !times.compare) return "series";
  return softMax && !alone ? "rank" : "value";
}

function statisticOf(
  shape: MetricPlan["shape"],
  { slots, quantities, times }: Input,
  metric: MetricDefinition,
  order: "asc" | "desc",
): Statistic {
  const ranged = times.range !== null && !times.range.instant && !times.range.peak;
  const said = slots.statistic;
  if (
    said !== null &&
    said !== "latest" &&
    !(shape === "rank" && !ranged && (said === "max" || said === "min"))
  )
    return said;
  if (shape === "series" || !ranged) {
    const counts = slots.asks.has("how_many") && metric.type === "counter";
    return counts && shape !== "series" && !isRateAsked(slots) ? "sum" : "latest";
  }
  if (shape === "rank") {
    if (metric.type === "counter" && slots.most) return "sum";
    return order === "asc" ? "min" : "max";
  }
  if (shape === "threshold") return quantities.threshold?.op.startsWith("<") ? "min" : "max";
  return metric.type === "counter" && !isRateAsked(slots) ? "sum" : "avg";
}

const isRateAsked = (slots: Slots) => slots.metrics.some((m) => RATE_WORDS.test(m.phrase));

function orderOf(slots: Slots, metric: MetricDefinition): "asc" | "desc" {
  const low = metric.bad === "low";
  if (slots.rank === "worst") return low ? "asc" : "desc";
  if (slots.rank === "best") return low ? "desc" : "asc";
  if (slots.rank !== null) return slots.rank;
  return slots.statistic === "min" ? "asc" : "desc";
}

/** Two named values of one label (`zone 1 and zone 2`) are asked to stand side by side. */
function groupsOf({ slots, times }: Input): FilterLabel[] {
  const compared = slots.compare && !times.compare ? [...slots.nouns] : [];
  const groups = [...new Set([...slots.groupBy, ...compared])].filter((label) => label !== "resource");
  for (const label of SERIES_LABELS)
    if (label !== "resource" && (slots.labels.get(label)?.length ?? 0) > 1 && !groups.includes(label))
      groups.push(label);
  return groups;
}

function rangeFor(
  shape: MetricPlan["shape"],
  statistic: Statistic,
  { times, ctx, slots }: Input,
  metric: MetricDefinition,
): TimeRange | null {
  if (times.range) return times.range;
  if (shape === "series") return assumedRange(ctx);
  if (metric.type === "counter" && statistic === "sum") return assumedToday(ctx);
  const overTime = ["p50", "p90", "p95", "p99"].includes(statistic) && metric.type !== "histogram";
  if (overTime) return assumedRange(ctx);
  return times.compare && slots.compare && times.compare.event !== undefined ? assumedRange(ctx) : null;
}

/** Reads the slots of a question about metrics. `names` overrides the choice, for a follow-up. */
export function planMetric(input: Input, names?: readonly string[]): PlanOrNot<MetricPlan> {
  const { slots, catalogue, quantities, times } = input;
  const said = shapeOf(input);
  const wide = said === "rank" || said === "threshold" || slots.groupBy.includes("product") || slots.all;
  const chosen = names ? { kind: "chosen" as const, names: [...names] } : chooseForSlots(input, wide);
  if (chosen.kind === "missing") return { stop: missingMetric(chosen.product, chosen.phrase, catalogue) };
  if (chosen.kind === "which_product")
    return {
      stop: {
        kind: "clarify",
        reason: "which_product",
        subject: chosen.phrase,
        choices: chosen.names.slice(0, 6).map((name) => choiceFor(catalogue, name)),
      },
    };
  const first = metricOf(catalogue, chosen.names[0] ?? "");
  if (!first) return { stop: { kind: "clarify", reason: "which_metric", subject: "", choices: [] } };

  const order = orderOf(slots, first.metric);
  const shape = said === "rank" && isOneBusiness(input, first.product?.id) ? "value" : said;
  const extreme = said !== shape && input.times.range ? (order === "asc" ? "min" : "max") : null;
  const statistic = extreme ?? statisticOf(shape, input, first.metric, order);
  const groupBy = groupsOf(input);
  const unit = first.metric.viewUnit ?? first.metric.unit;
  const threshold = quantities.threshold
    ? { op: quantities.threshold.op, value: toBaseUnit(quantities.threshold, unit) }
    : null;
  const perResource =
    slots.groupBy.includes("resource") || slots.labels.has("resource") || slots.asks.has("which");
  const overall =
    shape !== "rank" &&
    shape !== "threshold" &&
    groupBy.length === 0 &&
    !perResource &&
    (slots.statistic === "avg" ||
      slots.statistic === "sum" ||
      statistic === "sum" ||
      slots.all ||
      (first.product?.id === "business" && !slots.labels.has("scenario")));
  return {
    plan: {
      intent: "metric",
      metrics: chosen.names.slice(0, METRICS_MAX),
      shape,
      statistic,
      order,
      limit: quantities.limit ?? 5,
      groupBy,
      overall,
      count: shape === "threshold" && slots.asks.has("how_many"),
      threshold,
      filters: filtersOf(slots),
      range: rangeFor(shape, statistic, input, first.metric),
      compare: times.compare,
      chart: slots.chart ?? "auto",
    },
  };
}

/** The business as a whole is one thing: its "highest" is over time, not among its scenarios. */
function isOneBusiness({ slots, quantities }: Input, product: string | undefined): boolean {
  return (
    product === "business" &&
    !slots.asks.has("which") &&
    slots.nouns.size === 0 &&
    slots.groupBy.length === 0 &&
    quantities.limit === null
  );
}

function chooseForSlots({ slots, catalogue }: Input, wide: boolean) {
  if (slots.metrics.length > 0) return chooseMetrics(slots, catalogue, wide);
  const percentile = slots.statistic !== null && /^p\d/.test(slots.statistic);
  if (percentile || slots.speed) {
    const latency = { ...slots, metrics: [{ phrase: "latency", names: latencyNames(catalogue) }] };
    return chooseMetrics(latency, catalogue, wide);
  }
  const [product = "business"] = productsOf(slots, catalogue);
  return { kind: "chosen" as const, names: overviewOf(product, catalogue) };
}

/** The product exists and the metric exists, but not together: offer the nearest of that product. */
function missingMetric(product: string, phrase: string, catalogue: ChatCatalogue): Understanding {
  const metrics = catalogue.products.find((p) => p.id === product)?.metrics ?? [];
  const byTitle = new Map(metrics.map((m) => [m.title.en.toLowerCase(), m.name]));
  const like = nearest(phrase, byTitle.keys(), 3, 0.2).flatMap((title) => byTitle.get(title) ?? []);
  const offered = [...new Set([...like, ...overviewOf(product, catalogue)])].slice(0, 4);
  return {
    kind: "clarify",
    reason: "metric_missing_on_product",
    subject: phrase,
    choices: offered.map((name) => choiceFor(catalogue, name)),
  };
}
