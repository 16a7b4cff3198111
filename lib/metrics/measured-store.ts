import { AppError } from "@/lib/core/errors";
import { addToLevel, count, record } from "@/lib/telemetry/measure";
import { withSpan } from "@/lib/telemetry/span";
import type { MetricStore, WriteOptions } from "./store";

const outcomeOf = (error: unknown): string => (error instanceof AppError ? error.code : "internal");

async function read<T>(kind: string, query: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  let outcome = "ok";
  addToLevel("evenkeel_queries_running", 1, { kind });
  try {
    return await withSpan(`metrics.${kind}`, { "metrics.query": query }, work);
  } catch (error) {
    outcome = outcomeOf(error);
    throw error;
  } finally {
    addToLevel("evenkeel_queries_running", -1, { kind });
    record("evenkeel_query_duration_seconds", (performance.now() - began) / 1_000, { kind, outcome });
  }
}

/** A store whose reads and writes are counted, timed and traced. Our own telemetry is written unseen. */
export function measureStore(store: MetricStore): MetricStore {
  const write = async (...[batch, options]: Parameters<MetricStore["write"]>) => {
    if (options?.own === true) return store.write(batch, options);
    const began = performance.now();
    let outcome = "ok";
    try {
      const attributes = { "metrics.series": batch.series.length };
      const written = await withSpan("metrics.write", attributes, () => store.write(batch, options));
      count("evenkeel_store_written_samples_total", {}, written.accepted);
      return written;
    } catch (error) {
      outcome = outcomeOf(error);
      throw error;
    } finally {
      record("evenkeel_store_write_duration_seconds", (performance.now() - began) / 1_000, { outcome });
    }
  };
  return {
    ...store,
    write: (batch, options?: WriteOptions) => write(batch, options),
    query: (expr, at, options) => read("query", expr, () => store.query(expr, at, options)),
    queryRange: (expr, range, stepMs, options) =>
      read("query_range", expr, () => store.queryRange(expr, range, stepMs, options)),
    series: (query, options) => read("series", query.matchers.join(" "), () => store.series(query, options)),
    labelNames: (query, options) =>
      read("label_names", query.matchers.join(" "), () => store.labelNames(query, options)),
    labelValues: (label, query, options) =>
      read("label_values", label, () => store.labelValues(label, query, options)),
  };
}
