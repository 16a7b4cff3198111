import { findMetric } from "@/lib/products/catalogue";
import type { Text } from "@/lib/products/types";
import { catalogueView, type MetricView } from "./prepare-view";

/** One chart of a lane: the series of one expression in one unit. */
export interface PanelDefinition extends MetricView {
  id: string;
  title: Text;
  /** Names of the metrics in it: their newest sample is the age of the panel. */
  metrics: readonly string[];
  /** Line of concern, in the unit of the panel. */
  threshold?: number;
  /** Lower end of the axis where zero would hide all that matters. */
  floor?: number;
}

export const METRIC_LANES = ["business", "access", "compute", "middleware", "data", "evenkeel"] as const;
export const BAR_LANES = ["events", "experiments", "alarms"] as const;
/** What a reader adds stands before the lanes that are always there: below them it would be out of sight. */
export const LANES = [...BAR_LANES, "added", ...METRIC_LANES] as const;
export type LaneId = (typeof LANES)[number];
export type MetricLaneId = (typeof METRIC_LANES)[number];

/** Metrics that a derived one is made of. */
function sourceMetrics(expr: string): string[] {
  const names = expr.match(/[a-z_:][a-z0-9_:]*(?=\{|\[)/gi) ?? [];
  return [...new Set(names)];
}

/** A panel out of the catalogue. @throws Error at start when the catalogue has no such metric: a fault of ours. */
function panel(name: string, change: Partial<PanelDefinition> = {}): PanelDefinition {
  const found = findMetric(name);
  if (!found) throw new Error(`The catalogue has no metric ${name}.`);
  const { metric } = found;
  const view = catalogueView(metric);
  const sources = metric.derived || metric.type === "histogram" ? sourceMetrics(metric.view ?? "") : [name];
  return {
    id: name,
    title: metric.title,
    metrics: sources,
    ...(metric.threshold ? { threshold: metric.threshold.value } : {}),
    ...view,
    ...change,
  };
}

/** By scenario rather than by resource: it is what a person of the business asks for. */
const byScenario = (expr: string): string => expr.replaceAll("by (resource", "by (scenario");

function scenarioPanel(name: string, change: Partial<PanelDefinition> = {}): PanelDefinition {
  const made = panel(name);
  return { ...made, expr: byScenario(made.expr), ...change };
}

/** What each lane shows before anyone adds to it. */
export const LANE_PANELS: Readonly<Record<MetricLaneId, readonly PanelDefinition[]>> = {
  business: [
    scenarioPanel("business_requests_total"),
    // The objective is 99.5 %: from zero, a fall from 99.9 % to 99 % could not be seen.
    scenarioPanel("business_success_ratio", { floor: 0.98 }),
    scenarioPanel("business_request_duration_seconds"),
    panel("business_orders_total", {
      title: { en: "Orders per minute", zh: "每分钟订单数" },
      expr: "60 * sum by (scenario) (rate(business_orders_total[$window]))",
      unit: "orders/minute",
    }),
  ],
  access: [panel("clb_requests_total"), panel("clb_error_ratio"), panel("clb_request_duration_seconds")],
  compute: [
    panel("tke_cpu_usage_ratio"),
    panel("tke_request_duration_seconds"),
    panel("tke_error_ratio"),
    panel("cvm_cpu_usage_ratio"),
  ],
  middleware: [
    panel("redis_cpu_usage_ratio"),
    panel("redis_command_duration_seconds"),
    panel("ckafka_messages_in_total"),
    panel("ckafka_consumer_lag_messages"),
  ],
  data: [
    panel("mysql_cpu_usage_ratio"),
    panel("mysql_connections_usage_ratio"),
    panel("mysql_query_duration_seconds"),
    panel("mysql_replication_lag_seconds"),
  ],
  evenkeel: [
    panel("evenkeel_process_resident_memory_bytes"),
    panel("evenkeel_cpu_usage_ratio"),
    panel("evenkeel_eventloop_lag_p99_seconds"),
    panel("evenkeel_query_duration_seconds"),
  ],
};
