import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import { findMetric } from "@/lib/products/catalogue";
import type { MetricDefinition } from "@/lib/products/types";

/** A query and the unit of its values. */
export interface MetricView {
  /** PromQL; `$window` stands for the span of rates. */
  expr: string;
  unit: string;
}

/** What Prometheus' metadata say about a metric, where they are known. */
export interface KnownMetadata {
  type: string;
  unit: string;
}

/** The catalogue's view over all resources, or the bare gauge. */
export function catalogueView(metric: MetricDefinition): MetricView {
  const expr = (metric.view ?? `${metric.name}{$selector}`)
    // `$selector` stands last between its braces, so what goes before it may end in a comma.
    .replaceAll(/\{,?\$selector\}/g, "")
    .replaceAll(/,\s*\$selector\}/g, "}");
  return { expr, unit: metric.viewUnit ?? metric.unit };
}

const BASE_UNITS = ["seconds", "bytes", "ratio"] as const;

/** OpenMetrics: the base unit is the last part of the name before `_total`, `_bucket`, `_sum`, `_count`, `_created`. */
function unitOfName(name: string): string {
  const stem = name.replace(/_(total|bucket|sum|count)$/, "");
  return BASE_UNITS.find((unit) => stem.endsWith(`_${unit}`)) ?? "";
}

/** `process_cpu_seconds_total` per second is a share of time: seconds a second. Bytes a second are bytes a second. */
function perSecondUnit(base: string): string {
  return base === "" ? "/second" : `${base}/second`;
}

/**
 * What people mean by a metric's name: the 99th percentile of a histogram, the rate of a counter, a gauge as it is.
 *
 * @param metadata decides where it is there; else the name's suffix does (OpenMetrics, "Metric types and suffixes").
 */
export function viewOfMetric(name: string, metadata?: KnownMetadata): MetricView {
  const known = findMetric(name);
  if (known && (known.metric.name === name || name.endsWith("_bucket"))) return catalogueView(known.metric);
  const unit = metadata?.unit || unitOfName(name);
  if (name.endsWith("_bucket")) {
    return { expr: `histogram_quantile(0.99, sum by (le, instance) (rate(${name}[$window])))`, unit };
  }
  const counter =
    metadata?.type === "counter" ||
    (metadata?.type !== "gauge" && name.endsWith("_total")) ||
    ((metadata?.type === "histogram" || metadata?.type === "summary") && /_(sum|count)$/.test(name));
  if (counter) {
    return { expr: `rate(${name}[$window])`, unit: perSecondUnit(name.endsWith("_count") ? "" : unit) };
  }
  return { expr: name, unit };
}

/** True when the text is a metric's name (Prometheus data model) rather than an expression. */
export function isMetricName(text: string): boolean {
  return /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(text);
}

/**
 * Span of rates, as PromQL.
 *
 * @param intervalMs between samples. Four of them, as Grafana's `$__rate_interval` takes, so that one lost sample does not
 *   open a gap; and never less than a step and a sample, so that no increase falls between two points.
 */
export function rateWindow(stepMs: number, intervalMs: number): string {
  const ms = Math.max(4 * intervalMs, stepMs + intervalMs, MINUTE_MS);
  return `${Math.ceil(ms / SECOND_MS)}s`;
}

export function withWindow(expr: string, window: string): string {
  return expr.replaceAll("$window", window);
}
