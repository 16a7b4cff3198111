const MEBIBYTE = 1024 * 1024;

/** Longest and most that any source may be allowed: what the store itself takes. */
export const LABELS_MAX = 128;
export const LABEL_NAME_LENGTH_MAX = 1_024;
export const LABEL_VALUE_LENGTH_MAX = 8_192;

interface LimitDefinition {
  /** Holds for every source without an own value. */
  default: number;
  min: number;
  max: number;
}

/**
 * What one source, an API token, may send. Each can be set for a token of its own.
 *
 * Defaults are ours where nothing else is said: far above what one healthy sender of this kind of machine needs, low
 * enough that a runaway one is stopped before the others suffer.
 *
 * @see https://grafana.com/docs/mimir/latest/configure/configuration-parameters/#limits for the names and values of Mimir.
 */
export const INGEST_LIMITS = {
  /** Samples a second, on average; ten seconds' worth may come at once. More than the store takes on two cores. */
  samplesPerSecond: { default: 1_000_000, min: 1, max: 100_000_000 },
  /** Series with a sample in the last 10 to 20 minutes. Five times what the store is measured with. Mimir: 150,000. */
  activeSeries: { default: 500_000, min: 1, max: 10_000_000 },
  /** Series that the store has never seen, an hour. Once through all that may be active. */
  newSeriesPerHour: { default: 500_000, min: 1, max: 10_000_000 },
  /** Mimir: 30, and 80 for `target_info` and its like, which OTLP resources fill. */
  labelsPerSeries: { default: 80, min: 1, max: LABELS_MAX },
  /** Characters. As Mimir. */
  labelNameLength: { default: 1_024, min: 1, max: LABEL_NAME_LENGTH_MAX },
  /** Characters. As Mimir. */
  labelValueLength: { default: 2_048, min: 1, max: LABEL_VALUE_LENGTH_MAX },
  /** Bytes as sent, packed. Prometheus sends about 100 kB at a time; 10,000 series with long labels are below 10 MB. */
  bodyBytes: { default: 16 * MEBIBYTE, min: 1_024, max: 64 * MEBIBYTE },
  /** Seconds that a sample may be older than the newest of its series. As Prometheus' `out_of_order_time_window` is
   * commonly set. At most the retention of 15 days. */
  outOfOrderSeconds: { default: 7_200, min: 0, max: 15 * 86_400 },
} as const satisfies Record<string, LimitDefinition>;

export type IngestLimitName = keyof typeof INGEST_LIMITS;
export const INGEST_LIMIT_NAMES = Object.keys(INGEST_LIMITS) as IngestLimitName[];
export type IngestLimits = Readonly<Record<IngestLimitName, number>>;
