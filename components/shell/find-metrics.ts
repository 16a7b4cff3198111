import { PRODUCTS } from "@/lib/products/catalogue";
import type { MetricDefinition, Product } from "@/lib/products/types";

/** More hits than this cannot be read in a palette. */
const HITS_MAX = 8;

/** Metrics of the catalogue whose name, title or synonyms hold every word of the text, in either language. */
export function findMetrics(text: string): { product: Product; metric: MetricDefinition }[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return PRODUCTS.flatMap((product) => product.metrics.map((metric) => ({ product, metric })))
    .filter(({ product, metric }) => {
      const said = [
        metric.name,
        metric.title.en,
        metric.title.zh,
        ...(metric.synonyms ?? []),
        product.title.en,
        product.title.zh,
      ]
        .join(" ")
        .toLowerCase();
      return words.every((word) => said.includes(word));
    })
    .slice(0, HITS_MAX);
}
