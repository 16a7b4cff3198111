import type { UnixMs } from "@/lib/core/time";

export type MatchType = "=" | "!=" | "=~" | "!~";

/** Regular expressions are anchored at both ends and follow RE2, as in Prometheus. */
export interface Matcher {
  name: string;
  type: MatchType;
  value: string;
  /** True: `.` of a regular expression fits newlines too, as in Prometheus 3. */
  dotAll?: boolean;
}

/**
 * A series with its samples in a window: the moment `t[k]` (Unix ms, strictly ascending) and the value `v[k]` for
 * `start <= k < end`. What lies outside is none of the reader's business.
 */
export interface SourceSeries {
  labels: Readonly<Record<string, string>>;
  /** Series that are sampled together may share one array; then what depends on times alone is computed once. */
  t: Float64Array;
  /** Staleness markers are kept, bit for bit: the engine reads them. */
  v: Float64Array;
  start: number;
  end: number;
}

/** What one query holds in memory, within a bound that it shares with others. */
export interface QueryMemory {
  /** Counts bytes that are about to be taken. @throws LimitError past what any query may hold */
  take(bytes: number): void;
  /** Whether `settle` must be awaited before more is taken. */
  readonly isOver: boolean;
  /** Waits until the query may go on. @throws TimeoutError, or the signal's reason */
  settle(): Promise<void>;
}

/** What the engine needs from a store. The arrays it hands out may be cached and shared: they are never written to. */
export interface SeriesSource {
  /** Every series that fits all matchers and has a sample with `from <= t <= to`; any order. */
  select(
    matchers: readonly Matcher[],
    from: UnixMs,
    to: UnixMs,
    signal?: AbortSignal,
    memory?: QueryMemory,
  ): Promise<SourceSeries[]>;
}
