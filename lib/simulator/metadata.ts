import type { MetricMetadata } from "@/lib/metrics/store";
import { CLOUD_PRODUCTS } from "@/lib/products/catalogue";

/** What the store should know of the metrics that the simulator writes; derived ones have no series. */
export const simulatedMetadata = (): MetricMetadata[] =>
  CLOUD_PRODUCTS.flatMap(({ metrics }) =>
    metrics
      .filter(({ derived }) => !derived)
      .map(({ name, type, help, unit }) => ({ metric: name, type, help: help.en, unit })),
  );
