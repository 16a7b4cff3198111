import type { Layer } from "@/lib/resources/constants";
import { ALL_PRODUCTS } from "./products.generated";
import type { FaultDefinition, MetricDefinition, Product } from "./types";

const LAYER_RANK: Readonly<Record<Layer, number>> = { access: 1, business: 2, middleware: 3, data: 4 };

/** From the shopper inwards: the business itself, then its layers, the product that watches last. */
const rank = ({ id, layer, own }: Product): number =>
  own ? 6 : id === "business" ? 0 : layer === null ? 5 : LAYER_RANK[layer];

/** Every product there is. Browser-safe, as the catalogue files in this folder are. */
export const PRODUCTS: readonly Product[] = [...ALL_PRODUCTS].sort((a, b) => rank(a) - rank(b));

/** What the simulated cloud is made of. */
export const CLOUD_PRODUCTS: readonly Product[] = PRODUCTS.filter(({ own }) => !own);

const productById = new Map(PRODUCTS.map((product) => [product.id, product]));
const metricByName = new Map(
  PRODUCTS.flatMap((product) => product.metrics.map((metric) => [metric.name, { product, metric }] as const)),
);
const faultById = new Map(
  PRODUCTS.flatMap((product) => product.faults.map((fault) => [fault.id, fault] as const)),
);

/** Whether somebody sent it; all metrics of our own begin with our name. */
export const isForeignMetric = (name: string): boolean => !name.startsWith("evenkeel_");

export function findProduct(id: string): Product | undefined {
  return productById.get(id);
}

/** By its name; the `_bucket`, `_sum` and `_count` series of a histogram find the histogram. */
export function findMetric(name: string): { product: Product; metric: MetricDefinition } | undefined {
  return metricByName.get(name) ?? metricByName.get(name.replace(/_(bucket|sum|count)$/, ""));
}

export function findFault(id: string): FaultDefinition | undefined {
  return faultById.get(id);
}
