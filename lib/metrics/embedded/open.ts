import type { Sql } from "@/db/client";
import type { UnixMs } from "@/lib/core/time";
import type { MetricStore, QueryOptions, SampleBatch } from "@/lib/metrics/store";
import { checkPoints } from "@/lib/metrics/step";
import { DEFAULT_DIALECT, type Dialect } from "@/lib/promql/dialect";
import { evaluateInstant, evaluateRange, QUERY_TIMEOUT_MS } from "@/lib/promql/evaluate";
import type { QueryMemory } from "@/lib/promql/source";
import { parseSelector } from "@/lib/metrics/parse-selector";
import { asUnavailable } from "./as-unavailable";
import { cleanTombstones } from "./clean-tombstones";
import { EmbeddedSource } from "./embedded-source";
import { Head } from "./head";
import { listLabelNames, listLabelValues, listSeries } from "./list-labels";
import { LabelIndex } from "./label-index";
import { QueryGate, type GateLimits } from "./query-gate";
import { readStatus } from "./read-status";
import { SegmentCache } from "./segment-cache";
import { SeriesCache } from "./series-cache";
import { insertTombstone } from "./store-tombstones";
import { Tail } from "./tail";
import { untilDone } from "./until-done";
import { SeriesIds, writeBatch } from "./write-batch";
import { Turn } from "./write-deltas";
import { readMetadata, writeMetadata } from "./write-metadata";

/** Memory for unpacked segments. Series that are scraped together share their times: above 10 million samples. */
const CACHE_BYTES = 128 * 1024 * 1024;
/** Of it for segments out of their compression, whose series are not unpacked: they help when other series of a group are asked for. */
const SEGMENTS_SHARE = 1 / 4;
/** Samples that one selector may load. Prometheus takes 50 million a query; at 16 bytes each that is too much beside a web server. */
const SAMPLES_MAX = 20_000_000;
/** How often memory is brought up to date while nobody asks, so that the next query has little to fetch. */
const FOLLOW_MS = 2_000;

export interface EmbeddedStoreOptions {
  sql: Sql;
  /** The clock decides what counts as history. Default: the machine's. */
  now?: () => UnixMs;
  cacheBytes?: number;
  samplesMax?: number;
  gate?: GateLimits;
  /** Default: that of Prometheus 2.42. */
  dialect?: Dialect;
  /** Called after each write with the time of the newest durable sample. */
  onDurable?: (newestMs: UnixMs) => void;
}

/** The parts of one embedded store, tied together. */
export function assembleStore({
  sql,
  now = Date.now,
  cacheBytes = CACHE_BYTES,
  samplesMax = SAMPLES_MAX,
  dialect = DEFAULT_DIALECT,
}: EmbeddedStoreOptions) {
  const index = new LabelIndex();
  const head = new Head();
  const tail = new Tail(sql, index, head);
  const segments = new SegmentCache(cacheBytes * SEGMENTS_SHARE);
  const columns = new SeriesCache(cacheBytes * (1 - SEGMENTS_SHARE));
  const source = new EmbeddedSource({ sql, index, head, tail, segments, columns, samplesMax });
  return { sql, now, dialect, index, head, tail, segments, columns, source, deltaTurn: new Turn() };
}

/** Of the batch itself: the newest sample of the store may be our own telemetry. A refused one is younger at most by what is allowed. */
function newestOf({ series }: SampleBatch, now: UnixMs): UnixMs {
  let newest = -Infinity;
  for (const { t } of series) newest = Math.max(newest, t[t.length - 1] ?? newest);
  return Math.min(newest, now);
}

/** Metrics in PostgreSQL: a log, the newest samples in memory, the rest in compressed segments. See README.md. */
export function openEmbeddedStore(options: EmbeddedStoreOptions): MetricStore {
  const parts = assembleStore(options);
  const { sql, dialect, index, tail, source } = parts;
  const seriesIds = new SeriesIds(parts);
  const follower = setInterval(() => void tail.sync().catch(() => undefined), FOLLOW_MS);
  follower.unref();
  /** Runs a read on everything that was committed before it began. */
  const read = <T>(work: () => Promise<T>): Promise<T> =>
    asUnavailable(async () => {
      await tail.sync();
      return work();
    });

  const gate = new QueryGate(options.gate);
  const evaluate = async <T>(opts: QueryOptions, work: (memory: QueryMemory) => Promise<T>): Promise<T> => {
    const { signal, timeoutMs = QUERY_TIMEOUT_MS, onMemory } = opts;
    const memory = await gate.enter({ signal, timeoutMs });
    try {
      const result = await read(() => work(memory));
      onMemory?.(memory);
      return result;
    } catch (error) {
      memory.close();
      throw error;
    } finally {
      if (!onMemory) memory.close();
    }
  };

  return {
    dialect,
    write: (batch, opts = {}) =>
      asUnavailable(async () => {
        const outcome = await writeBatch(parts, seriesIds, batch, opts);
        if (batch.metadata) await writeMetadata(sql, batch.metadata);
        if (outcome.accepted > 0 && opts.own !== true) options.onDurable?.(newestOf(batch, parts.now()));
        return outcome;
      }),
    query: (expr, at, opts = {}) =>
      evaluate(opts, (memory) => evaluateInstant(source, expr, at, { ...opts, dialect, memory })),
    queryRange: (expr, range, stepMs, opts = {}) =>
      evaluate(opts, (memory) => {
        checkPoints(range, stepMs);
        return evaluateRange(source, expr, range, stepMs, { ...opts, dialect, memory });
      }),
    series: (query, opts = {}) => read(() => listSeries(parts, query, opts.signal)),
    labelNames: (query, opts = {}) => read(() => listLabelNames(parts, query, opts.signal)),
    labelValues: (label, query, opts = {}) => read(() => listLabelValues(parts, label, query, opts.signal)),
    metadata: (metric) => asUnavailable(() => readMetadata(sql, metric)),
    status: () => read(() => Promise.resolve(readStatus(parts))),
    deleteSeries: ({ matchers, range }) =>
      read(async () => {
        const ids = matchers.flatMap((selector) => index.select(parseSelector(selector, dialect)));
        await insertTombstone(sql, ids, range);
        options.onDurable?.(readStatus(parts).newestMs ?? 0);
      }),
    cleanDeleted: () => asUnavailable(() => untilDone(() => cleanTombstones(sql))),
    close: async () => {
      clearInterval(follower);
      await tail.settled();
    },
  };
}
