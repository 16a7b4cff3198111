import { EDGE_BUCKETS } from "../views";
import type { MetricDefinition } from "../types";

const byEdge = (name: string): string => `sum by (client, server) (rate(${name}{$selector}[$window]))`;
const labels = ["client", "server", "connection_type"];

/** @see OpenTelemetry Collector, `servicegraphconnector`: names and labels are its own. */
export const serviceGraphMetrics: readonly MetricDefinition[] = [
  {
    name: "traces_service_graph_request_total",
    type: "counter",
    unit: "requests",
    title: { en: "Calls", zh: "调用量" },
    help: { en: "Calls from one service to another.", zh: "服务之间的调用数。" },
    bad: "neither",
    view: byEdge("traces_service_graph_request_total"),
    viewUnit: "requests/second",
    labels,
  },
  {
    name: "traces_service_graph_request_failed_total",
    type: "counter",
    unit: "requests",
    title: { en: "Failed calls", zh: "失败调用" },
    help: { en: "Calls that failed as their caller saw it.", zh: "调用方看到的失败调用数。" },
    bad: "high",
    view: byEdge("traces_service_graph_request_failed_total"),
    viewUnit: "requests/second",
    labels,
  },
  {
    name: "traces_service_graph_request_client_seconds",
    type: "histogram",
    unit: "seconds",
    title: { en: "Duration of calls", zh: "调用耗时" },
    help: {
      en: "Time of a call as its caller saw it; the view is the 99th percentile.",
      zh: "调用方看到的耗时；视图为 P99。",
    },
    bad: "high",
    view: "histogram_quantile(0.99, sum by (client, server, le) (rate(traces_service_graph_request_client_seconds_bucket{$selector}[$window])))",
    labels,
    buckets: EDGE_BUCKETS,
  },
];
