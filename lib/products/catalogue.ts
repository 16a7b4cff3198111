import { business } from "./business";
import { ckafka } from "./ckafka";
import { clb } from "./clb";
import { cvm } from "./cvm";
import { evenkeel } from "./evenkeel";
import { mysql } from "./mysql";
import { redis } from "./redis";
import { tke } from "./tke";
import type { FaultDefinition, MetricDefinition, Product } from "./types";

/** What the simulated cloud is made of, from the shopper inwards. Browser-safe, as everything in this folder. */
export const CLOUD_PRODUCTS: readonly Product[] = [business, clb, tke, cvm, redis, ckafka, mysql];

export const PRODUCTS: readonly Product[] = [...CLOUD_PRODUCTS, evenkeel];

const productById = new Map(PRODUCTS.map((product) => [product.id, product]));
const metricByName = new Map(
  PRODUCTS.flatMap((product) => product.metrics.map((metric) => [metric.name, { product, metric }] as const)),
);
const faultById = new Map(
  PRODUCTS.flatMap((product) => product.faults.map((fault) => [fault.id, fault] as const)),
);

/** Whether somebody sent it; all metrics of our own begin with our name. */
export const isForeignMetric = (name: string): boolean => !name.startsWith(`${evenkeel.id}_`);

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
