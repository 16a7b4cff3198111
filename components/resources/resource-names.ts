import type { Status } from "@/components/ui/status";
import { findMetric, findProduct } from "@/lib/products/catalogue";
import type { ResourceView } from "@/lib/resources/schemas";

/** From here on a thing that it owns is nearly full. Our choice: the line that most metrics of the catalogue have. */
const FULL_FROM = 0.8;

export const SEEN_STATUS = {
  seen: "ok",
  stale: "warning",
  gone: "unknown",
  never: "unknown",
} as const satisfies Record<ResourceView["seen"], Status>;

export const STATE_STATUS = {
  planned: "info",
  running: "ok",
  retiring: "warning",
  gone: "unknown",
} as const satisfies Record<ResourceView["state"], Status>;

export const FINDING_STATUS = { high: "critical", medium: "warning", low: "info" } as const satisfies Record<
  "high" | "medium" | "low",
  Status
>;

type LocalText = (en: string, zh: string) => string;

/** In the reader's language; a product that is not in the catalogue goes by its id. */
export function productName(id: string, local: LocalText): string {
  const product = findProduct(id);
  return product ? local(product.title.en, product.title.zh) : id;
}

export function metricName(name: string, local: LocalText): string {
  const found = findMetric(name);
  return found ? local(found.metric.title.en, found.metric.title.zh) : name;
}

/** Whether a share of what it owns is past the metric's own line of concern. */
export function isFull({ value, metric }: NonNullable<ResourceView["utilisation"]>): boolean {
  return value >= (findMetric(metric)?.metric.threshold?.value ?? FULL_FROM);
}
