import { findProduct } from "@/lib/products/catalogue";
import type { MetricDefinition, Product } from "@/lib/products/types";

/** What a metric tells about a node. One can tell several things. */
export interface PlannedMetric {
  name: string;
  product: string;
  bad: MetricDefinition["bad"];
  unit: string;
  threshold: number | null;
  /** PromQL whose results carry `resource`; null: the bare gauge. */
  expr: string | null;
  role: "traffic" | "utilisation" | "errors" | "latency" | "liveness" | "other";
  /** Grows in proportion to the requests, as a processor's load does and a disk's filling does not. */
  growsWithTraffic: boolean;
}

/** As long as the rates of the call graph are taken over: history of a sample a minute has two samples in it. */
const RATE_WINDOW = "3m";
const TRAFFIC_WORDS: ReadonlySet<string> = new Set(["traffic", "throughput", "qps"]);
/** Shares of what is bought that requests use up and give back. */
const GROWING = /_(cpu|connections?|bandwidth|threads|concurrency|iops)_usage_ratio$/;

/**
 * What is asked of the metrics of these products: each product's liveness, traffic, errors and slow end of latency, its shares
 * in use, and everything that the catalogue has a line of concern for.
 */
export function planMetrics(products: Iterable<string>): PlannedMetric[] {
  return [...new Set(products)].flatMap((id) => {
    const product = findProduct(id);
    return product ? planProduct(product) : [];
  });
}

function planProduct(product: Product): PlannedMetric[] {
  const traffic = product.metrics.find(isTraffic);
  return product.metrics.flatMap((metric): PlannedMetric[] => {
    const role = metric === traffic ? "traffic" : roleOf(metric, product.id);
    // A total and a bucket say nothing without the view that makes a rate or a quantile of them.
    if (metric.view === undefined && metric.type !== "gauge") return [];
    if (role === "other" && (metric.threshold === undefined || metric.bad === "neither")) return [];
    return [
      {
        name: metric.name,
        product: product.id,
        bad: metric.bad,
        unit: metric.viewUnit ?? metric.unit,
        threshold: metric.threshold?.value ?? null,
        expr: viewOf(metric),
        role,
        growsWithTraffic: GROWING.test(metric.name),
      },
    ];
  });
}

const isTraffic = ({ type, view, synonyms = [] }: MetricDefinition): boolean =>
  type === "counter" && view !== undefined && synonyms.some((word) => TRAFFIC_WORDS.has(word));

function roleOf({ name, type, unit }: MetricDefinition, product: string): PlannedMetric["role"] {
  if (name === `${product}_up`) return "liveness";
  if (unit === "ratio" && name.endsWith("_usage_ratio")) return "utilisation";
  if (name.endsWith("_error_ratio")) return "errors";
  if (type === "histogram" && name.endsWith("_duration_seconds")) return "latency";
  return "other";
}

/** Without a selector: what a diagram shows is most of what there is, and the rest is dropped after the answer. */
const viewOf = ({ view }: MetricDefinition): string | null =>
  view === undefined ? null : view.replaceAll(/,?\s*\$selector/g, "").replaceAll("$window", RATE_WINDOW);

/** One question for all bare gauges: `__name__` tells them apart. Null: there is none. */
export function gaugeQuery(plan: readonly PlannedMetric[]): string | null {
  const names = plan.filter(({ expr }) => expr === null).map(({ name }) => name);
  return names.length === 0 ? null : `{__name__=~"${names.join("|")}"}`;
}

/** The label that says which metric a result of `viewQuery` is of. */
export const METRIC_LABEL = "evenkeel_metric";

/** One question for all views, each marked with its metric. */
export function viewQuery(plan: readonly PlannedMetric[]): string | null {
  const marked = plan.flatMap(({ expr, name }) =>
    expr === null ? [] : [`label_replace(${expr}, "${METRIC_LABEL}", "${name}", "", "")`],
  );
  return marked.length === 0 ? null : marked.join(" or ");
}

/** Liveness of the products and of what Prometheus scrapes: their samples tell how fresh a resource's data is. */
function livenessNames(plan: readonly PlannedMetric[]): string {
  return plan
    .filter(({ role }) => role === "liveness")
    .map(({ name }) => name)
    .join("|");
}

/** Over how long the distance of samples is counted; that of PromQL's look-back. */
export const FRESHNESS_WINDOW_MS = 300_000;

/** Newest sample of each resource, in Unix s. */
export const newestQuery = (plan: readonly PlannedMetric[]): string =>
  `max by (resource) (timestamp({__name__=~"${livenessNames(plan)}"}))`;
/** How many samples each resource had. */
export const countQuery = (plan: readonly PlannedMetric[]): string =>
  `max by (resource) (count_over_time({__name__=~"${livenessNames(plan)}"}[5m]))`;
