import type { MetricDefinition, Product } from "@/lib/products/types";
import type { EventTimes } from "./time/types";

export interface CatalogueResource {
  id: string;
  product: string;
  app: string | null;
  layer: string | null;
  zone: string | null;
  cluster: string | null;
}

/** Everything that a question can be about. Plain data, so that understanding stays pure. */
export interface ChatCatalogue {
  products: readonly Product[];
  /** Metrics that stand in the store and in no product. */
  others: readonly MetricDefinition[];
  resources: readonly CatalogueResource[];
  scenarios: readonly string[];
  rules: readonly string[];
  events: readonly EventTimes[];
  experiments: readonly { slug: string; title: string; titleZh: string }[];
}

export interface CatalogueMetric {
  metric: MetricDefinition;
  /** Null: a metric of no product. */
  product: Product | null;
}

export function metricOf(catalogue: ChatCatalogue, name: string): CatalogueMetric | null {
  for (const product of catalogue.products) {
    const metric = product.metrics.find((m) => m.name === name);
    if (metric) return { metric, product };
  }
  const metric = catalogue.others.find((m) => m.name === name);
  return metric ? { metric, product: null } : null;
}

export const metricsOfProduct = (catalogue: ChatCatalogue, id: string): readonly MetricDefinition[] =>
  catalogue.products.find((p) => p.id === id)?.metrics ?? [];
