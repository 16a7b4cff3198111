import type { DurationMs } from "@/lib/core/time";
import { SECOND_MS } from "@/lib/core/time";
import { PRODUCTS } from "@/lib/products/catalogue";
import type { MetricDefinition } from "@/lib/products/types";
import { aspectOf, type Aspect } from "./aspect";

/** One question to the store: a metric's view for all resources of its product at once. */
export interface MetricQuery {
  product: string;
  metric: MetricDefinition;
  aspect: Aspect;
  expr: string;
}

/** A rate needs four samples in its window, so that one may be missing (Prometheus' documentation of `rate`). */
export const rateWindow = (intervalMs: DurationMs): DurationMs => 4 * intervalMs;

const seconds = (ms: DurationMs): string => `${Math.ceil(ms / SECOND_MS)}s`;

/** What is asked about products: each metric that can be good or bad, and their traffic. */
export function planQueries(products: ReadonlySet<string>, intervalMs: DurationMs): MetricQuery[] {
  return PRODUCTS.filter(({ id, own }) => products.has(id) && own !== true).flatMap(({ id, metrics }) =>
    metrics.flatMap((metric): MetricQuery[] => {
      const aspect = aspectOf(metric);
      if (aspect === null) return [];
      const view = metric.view ?? `${metric.name}{$selector}`;
      const expr = view.replaceAll("$selector", "").replaceAll("$window", seconds(rateWindow(intervalMs)));
      return [{ product: id, metric, aspect, expr }];
    }),
  );
}
