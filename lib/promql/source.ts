import type { UnixMs } from "@/lib/core/time";

export type MatchType = "=" | "!=" | "=~" | "!~";

/** Regular expressions are anchored at both ends and follow RE2, as in Prometheus. */
export interface Matcher {
  name: string;
  type: MatchType;
  value: string;
}

/** A series with its samples in a window: `t` (Unix ms, strictly ascending) and `v` have the same length. */
export interface SourceSeries {
  labels: Readonly<Record<string, string>>;
  t: Float64Array;
  /** Staleness markers are kept, bit for bit: the engine reads them. */
  v: Float64Array;
}

/** What the engine needs from a store. The arrays it hands out may be cached and shared: they are never written to. */
export interface SeriesSource {
  /** Every series that fits all matchers and has a sample with `from <= t <= to`; any order. */
  select(
    matchers: readonly Matcher[],
    from: UnixMs,
    to: UnixMs,
    signal?: AbortSignal,
  ): Promise<SourceSeries[]>;
}
