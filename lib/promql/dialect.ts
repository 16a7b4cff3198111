import type { DurationMs } from "@/lib/core/time";

/**
 * Whose results and names hold where they differ: those of Prometheus 2.42, or those of Prometheus 3.
 *
 * @see https://prometheus.io/docs/prometheus/latest/migration/
 */
export const DIALECTS = ["2", "3"] as const;
export type Dialect = (typeof DIALECTS)[number];

export const DEFAULT_DIALECT: Dialect = "2";

/**
 * What the beginning of a look-back, a range or a subquery leaves out, in ms: in Prometheus 3 the sample that lies on it.
 * Times are whole milliseconds.
 */
export function openMs(dialect: Dialect): DurationMs {
  return dialect === "3" ? 1 : 0;
}

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Whether a metric may bear the name: in Prometheus 3 any text that is not empty does. */
export function isMetricName(name: string, dialect: Dialect): boolean {
  return dialect === "3" ? isUtf8Name(name) : METRIC_NAME.test(name);
}

export function isLabelName(name: string, dialect: Dialect): boolean {
  return dialect === "3" ? isUtf8Name(name) : LABEL_NAME.test(name);
}

/** Half of a surrogate pair alone has no form in UTF-8. */
const isUtf8Name = (name: string): boolean => name !== "" && name.isWellFormed();

/** Whether the name stands in PromQL without quotes. */
export const isPlainMetricName = (name: string): boolean => METRIC_NAME.test(name);
export const isPlainLabelName = (name: string): boolean => LABEL_NAME.test(name);
