/** Label `product` of our own series. What we store of ourselves never counts as data that somebody sent. */
export const SELF_PRODUCT = "evenkeel";

/** Matcher of everything that is not our own telemetry. */
export const NOT_SELF = `product!="${SELF_PRODUCT}"`;

/** Name of our meter and our tracer. */
export const SCOPE = "evenkeel";

/** How often our own series are written: the usual period of Prometheus, so that a rate over a minute has four samples. */
export const STORE_PERIOD_MS = 15_000;

/**
 * Label sets of one instrument at most; the rest is counted together under `otel_metric_overflow="true"`. Routes × statuses
 * is the largest product of bounded sets; SDKs default to 2,000. Our choice.
 */
export const LABEL_SETS_MAX = 500;
