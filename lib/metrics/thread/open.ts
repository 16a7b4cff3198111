import path from "node:path";
import { ROOT } from "@/lib/core/root";
import type { Perform } from "@/lib/metrics/requests";
import type { MetricStore, QueryOptions } from "@/lib/metrics/store";
import { DEFAULT_DIALECT } from "@/lib/promql/dialect";
import { ThreadClient } from "./client";
import { handBytes, type ThreadSetup } from "./messages";
import type { SentOptions } from "./methods";
import { packBatch, unpackSeries, unpackValue } from "./pack-samples";

/** Bundled from `scripts/metrics-thread.ts` at each start. */
const SCRIPT = path.join(ROOT, ".build/metrics-thread.mjs");

function sent({ timeoutMs, lookbackMs }: QueryOptions): SentOptions {
  return {
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(lookbackMs === undefined ? {} : { lookbackMs }),
  };
}

/**
 * The store of the environment in a thread of its own, so that neither evaluation nor reading and writing of big bodies
 * holds up this one. When the thread ends it is started again; meanwhile all calls fail with UnavailableError.
 */
export function openThreadStore(setup: ThreadSetup, script = SCRIPT): MetricStore {
  const thread = new ThreadClient(script, setup);
  // Safe because the thread does the request of this name with these arguments.
  const perform = ((name, args, signal) =>
    thread.call("perform", [name, args], { signal, transfer: handBytes(args) })) as Perform;
  return {
    dialect: setup.dialect ?? DEFAULT_DIALECT,
    perform,
    write: async (batch, { admitNew, ...opts } = {}) => {
      if (admitNew)
        throw new TypeError("A function does not cross threads: let `perform` do the whole request.");
      const { value, transfer } = packBatch(batch);
      return thread.call("write", [value, opts], { transfer });
    },
    query: async (expr, at, opts = {}) =>
      unpackValue(await thread.call("query", [expr, at, sent(opts)], opts)),
    queryRange: async (expr, range, stepMs, opts = {}) =>
      unpackSeries(await thread.call("queryRange", [expr, range, stepMs, sent(opts)], opts)),
    series: (query, opts = {}) => thread.call("series", [query, sent(opts)], opts),
    labelNames: (query, opts = {}) => thread.call("labelNames", [query, sent(opts)], opts),
    labelValues: (label, query, opts = {}) => thread.call("labelValues", [label, query, sent(opts)], opts),
    metadata: (metric) => thread.call("metadata", [metric]),
    status: () => thread.call("status", []),
    deleteSeries: (deletion) => thread.call("deleteSeries", [deletion]),
    cleanDeleted: () => thread.call("cleanDeleted", []),
    close: () => thread.close(),
  };
}
