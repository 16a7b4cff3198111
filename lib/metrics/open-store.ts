import type { Database } from "@/db/client";
import { env } from "@/lib/core/env";
import type { WorkerService } from "@/lib/core/worker-service";
import type { Dialect } from "@/lib/promql/dialect";
import { announceMetrics } from "@/lib/live/announce-metrics";
import { openEmbeddedStore } from "./embedded/open";
import { watchStore } from "./health/watch-store";
import { measureStore } from "./measured-store";
import { openRemoteStore } from "./remote/open";
import { metricsService } from "./service";
import type { MetricStore } from "./store";
import { openThreadStore } from "./thread/open";

export interface OpenMetricStoreOptions {
  db: Database;
  databaseUrl: string;
}

/** Rules look minutes back, which the head holds; history is for the few queries of experiments and reports. */
const WORKER_CACHE_BYTES = 32 * 1024 * 1024;

/**
 * Opens the store that the environment asks for; in the web part in a thread, so that no query holds up a page. The one
 * file where the implementations are told apart.
 */
export function openMetricStore({ db, databaseUrl }: OpenMetricStoreOptions): MetricStore {
  const { EVENKEEL_PART: part, PROMQL_COMPATIBILITY: dialect } = env();
  return watchStore(
    part === "web"
      ? openThreadStore({ databaseUrl, dialect })
      : openLocalStore(db, { dialect, cacheBytes: WORKER_CACHE_BYTES }),
  );
}

/** The same in this thread. @param options a remote engine has no cache here. */
export function openLocalStore(
  db: Database,
  { dialect, ...options }: { dialect?: Dialect | undefined; cacheBytes?: number },
): MetricStore {
  const onDurable = (newestMs: number): void => announceMetrics(db, newestMs);
  const { METRICS_URL: url, METRICS_WRITE_URL: writeUrl } = env();
  const opened = { onDurable, ...options, ...(dialect && { dialect }) };
  return measureStore(
    url === undefined
      ? openEmbeddedStore({ sql: db.$client, ...opened })
      : openRemoteStore({ url, writeUrl, ...opened }),
  );
}

/** What the worker does for the store: a remote engine keeps itself in shape. */
export function metricServices(): readonly WorkerService[] {
  return env().METRICS_URL === undefined ? [metricsService] : [];
}
