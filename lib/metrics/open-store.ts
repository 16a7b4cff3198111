import type { Database } from "@/db/client";
import { announceMetrics } from "@/lib/live/announce-metrics";
import { openEmbeddedStore } from "./embedded/open";
import type { MetricStore } from "./store";

export interface OpenMetricStoreOptions {
  db: Database;
  databaseUrl: string;
}

/** Opens the store that the environment asks for. The one place where the two implementations are told apart. */
export function openMetricStore({ db }: OpenMetricStoreOptions): MetricStore {
  return openEmbeddedStore({ sql: db.$client, onDurable: (newestMs) => announceMetrics(db, newestMs) });
}
