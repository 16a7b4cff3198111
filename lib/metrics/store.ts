import type { RangeMs, UnixMs } from "@/lib/core/time";
import type { Dialect } from "@/lib/promql/dialect";
import type { Fault, RejectionCode } from "./ingest/rejection-reasons";
import type { QueryMemory } from "@/lib/promql/source";
import type { Perform } from "./requests";

/** Label names to values, `__name__` included. An empty value is the same as no label. */
export type Labels = Readonly<Record<string, string>>;

/** Samples of one series. `t` (Unix ms, ascending) and `v` have the same length. */
export interface SeriesSamples {
  labels: Labels;
  t: ArrayLike<UnixMs>;
  /** NaN with the bits 0x7ff0000000000002 is a staleness marker, as in Prometheus. */
  v: ArrayLike<number>;
}

export const METRIC_TYPES = ["counter", "gauge", "histogram", "summary", "unknown"] as const;
export type MetricType = (typeof METRIC_TYPES)[number];

export interface MetricMetadata {
  metric: string;
  type: MetricType;
  help: string;
  /** Base unit as in OpenMetrics (`seconds`, `bytes`, `ratio`), or empty. */
  unit: string;
}

/** Changes of a counter. Each `v` came about between `start` and `t` of the same place. */
export interface DeltaSeries extends SeriesSamples {
  /** Unix ms; 0: not known. */
  start: ArrayLike<UnixMs>;
}

export interface SampleBatch {
  series: readonly SeriesSamples[];
  /**
   * Stored as running totals. The same change again adds nothing; one that reaches into what is counted already is
   * refused. Writers in other processes may send changes of the same series.
   */
  deltas?: readonly DeltaSeries[];
  metadata?: readonly MetricMetadata[];
}

export interface RejectedSeries {
  /** Index in `batch.series`, and behind its end in `batch.deltas`. */
  index: number;
  code: RejectionCode;
  /** In words, with the series. */
  reason: string;
  /** How many of its samples were refused. */
  samples: number;
  /** Time of the first of them; absent where it is about the series, not about a time. */
  at?: UnixMs;
}

export interface WriteOutcome {
  /** Samples that are now durable. */
  accepted: number;
  rejected: readonly RejectedSeries[];
}

export interface WriteOptions {
  /** Refuse samples that are older than the newest of their series by more than this. Absent: history is welcome. */
  outOfOrderMs?: number;
  /** Refuse samples after this time. Absent: any time is welcome. */
  notAfter?: UnixMs;
  /**
   * Asked before a label set is made that the store has never seen; a fault refuses its samples. A remote engine does not
   * tell what it has seen, so there it is not asked.
   */
  admitNew?: (labels: Labels) => Fault | null;
  /** Our own telemetry: no reader is told of new samples, because nobody's source sent any. */
  own?: boolean;
}

export interface VectorSample {
  labels: Labels;
  t: UnixMs;
  v: number;
}

/** One entry per series, ordered by label set. A step without a value is absent, never zero. Series may share `t`. */
export type Matrix = readonly { labels: Labels; t: Float64Array; v: Float64Array }[];

export type QueryValue =
  | { type: "scalar"; t: UnixMs; v: number }
  | { type: "string"; t: UnixMs; v: string }
  | { type: "vector"; samples: readonly VectorSample[] }
  | { type: "matrix"; series: Matrix };

export interface QueryAnnotations {
  warnings: readonly string[];
  infos: readonly string[];
}

/** `close` gives all of it back, once. */
export type OpenMemory = QueryMemory & { close(): void };

export interface QueryOptions {
  signal?: AbortSignal;
  /** Evaluation is ended with TimeoutError after this time. */
  timeoutMs?: number;
  /** How far an instant selector looks back. Default 5 min, as Prometheus. */
  lookbackMs?: number;
  /** Receives warnings and infos, in the words of Prometheus. */
  onAnnotations?: (annotations: QueryAnnotations) => void;
  /** Receives what a query that ended well holds, its result included, to count more on it; who has it closes it. */
  onMemory?: (memory: OpenMemory) => void;
}

export interface SeriesQuery {
  /** PromQL selectors; a series that fits any of them is in. */
  matchers: readonly string[];
  range?: RangeMs;
  limit?: number;
}

export interface SeriesDeletion {
  /** PromQL selectors; a series that fits any of them is meant. */
  matchers: readonly string[];
  range: RangeMs;
}

export interface StoreStatus {
  /** Active series: those with a sample in the last hours; our own telemetry is left out. */
  series: number;
  /** All series that are stored, our own telemetry included; a remote engine tells only the active ones. */
  seriesTotal: number;
  /** Time of the newest sample that is not our own telemetry, or null when there is none. */
  newestMs: UnixMs | null;
}

/**
 * The one door to metrics. Two implementations (`embedded/`, `remote/`), one conformance suite.
 *
 * Errors: InvalidError on a parse or type error, in Prometheus' words and with its position; LimitError past the sample
 * budget or 11,000 points a series; TimeoutError; UpstreamError when a backend fails or answers out of its format;
 * UnavailableError when it cannot be reached.
 */
export interface MetricStore {
  /** In which PromQL is read and evaluated, and names are checked. */
  readonly dialect: Dialect;
  /** Resolves only when every accepted sample would survive `kill -9` of all processes. */
  write(batch: SampleBatch, opts?: WriteOptions): Promise<WriteOutcome>;
  /** Evaluates at one moment. */
  query(expr: string, at: UnixMs, opts?: QueryOptions): Promise<QueryValue>;
  /** Evaluates on an even grid: `from`, `from + stepMs`, … while `<= to`. A scalar becomes one series without labels. */
  queryRange(expr: string, range: RangeMs, stepMs: number, opts?: QueryOptions): Promise<Matrix>;
  /** Label sets of the series that fit and have a sample in the range, ordered. */
  series(query: SeriesQuery, opts?: QueryOptions): Promise<Labels[]>;
  labelNames(query: SeriesQuery, opts?: QueryOptions): Promise<string[]>;
  labelValues(label: string, query: SeriesQuery, opts?: QueryOptions): Promise<string[]>;
  /** Of one metric, or of all. */
  metadata(metric?: string): Promise<MetricMetadata[]>;
  status(): Promise<StoreStatus>;
  /**
   * Deletes samples that are stored now: when it resolves, this survives `kill -9` of all processes, and no read that
   * begins later sees them. What is written later is kept.
   * @throws InvalidError when the engine behind has to do it itself.
   */
  deleteSeries(deletion: SeriesDeletion): Promise<void>;
  /** Removes deleted samples from disk; what is left of a deletion is done by the worker otherwise. */
  cleanDeleted(): Promise<void>;
  /** Does whole requests where the store lives. Absent: they are done by who asks, out of the calls above. */
  perform?: Perform;
  close(): Promise<void>;
}
