import type { Database } from "@/db/client";
import { env } from "@/lib/core/env";
import { UnavailableError } from "@/lib/core/errors";
import { announceMetrics } from "@/lib/live/announce-metrics";
import { openEmbeddedStore } from "./embedded/open";
import type { MetricStore } from "./store";

export interface OpenMetricStoreOptions {
  db: Database;
  databaseUrl: string;
}

/**
 * Opens the store that the environment asks for. The one place where the two implementations are told apart.
 *
 * @throws UnavailableError with METRICS_URL: the remote store does not exist yet, and samples must not go elsewhere than asked.
 */
export function openMetricStore({ db }: OpenMetricStoreOptions): MetricStore {
  if (env().METRICS_URL !== undefined) {
    throw new UnavailableError(
      "METRICS_URL is not supported yet: unset it, and metrics are kept in PostgreSQL.",
    );
  }
  return openEmbeddedStore({ sql: db.$client, onDurable: (newestMs) => announceMetrics(db, newestMs) });
}
