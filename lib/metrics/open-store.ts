import type { Database } from "@/db/client";
import { UnavailableError } from "@/lib/core/errors";
import type { MetricStore } from "./store";

export interface OpenMetricStoreOptions {
  db: Database;
  databaseUrl: string;
}

/** Opens the store that the environment asks for. The one place where the two implementations are told apart. */
export function openMetricStore(_options: OpenMetricStoreOptions): MetricStore {
  const refuse = () => Promise.reject(new UnavailableError("The metric store is not open."));
  return {
    write: refuse,
    query: refuse,
    queryRange: refuse,
    series: refuse,
    labelNames: refuse,
    labelValues: refuse,
    metadata: refuse,
    status: refuse,
    close: () => Promise.resolve(),
  };
}
