import type { OtlpData } from "./otlp-model";

/**
 * UCUM units to the words of Prometheus.
 *
 * @see https://github.com/prometheus/otlptranslator/blob/main/unit_namer.go
 */
const UNITS: ReadonlyMap<string, string> = new Map([
  ["d", "days"],
  ["h", "hours"],
  ["min", "minutes"],
  ["s", "seconds"],
  ["ms", "milliseconds"],
  ["us", "microseconds"],
  ["ns", "nanoseconds"],
  ["By", "bytes"],
  ["KiBy", "kibibytes"],
  ["MiBy", "mebibytes"],
  ["GiBy", "gibibytes"],
  ["TiBy", "tibibytes"],
  ["KBy", "kilobytes"],
  ["MBy", "megabytes"],
  ["GBy", "gigabytes"],
  ["TBy", "terabytes"],
  ["m", "meters"],
  ["V", "volts"],
  ["A", "amperes"],
  ["J", "joules"],
  ["W", "watts"],
  ["g", "grams"],
  ["Cel", "celsius"],
  ["Hz", "hertz"],
  ["1", ""],
  ["%", "percent"],
]);
/** What follows "per". Here `m` is a minute, not a metre. */
const PER_UNITS: ReadonlyMap<string, string> = new Map([
  ["s", "second"],
  ["m", "minute"],
  ["h", "hour"],
  ["d", "day"],
  ["w", "week"],
  ["mo", "month"],
  ["y", "year"],
]);

export interface MetricName {
  /** Without `_bucket`, `_sum` and `_count`. Empty when nothing of the name can be kept. */
  name: string;
  /** In words, as in metadata: `seconds`, `bytes_per_second`, `ratio`; empty without one. */
  unit: string;
}

const words = (text: string): string[] => text.split(/[^a-zA-Z0-9:]+/).filter((word) => word !== "");

/** The parts of a unit in words. What stands in braces is a remark: `{packet}` is no unit. */
function unitWords(unit: string): { main: string; per: string } {
  const [main = "", per = ""] = unit
    .replaceAll(/\{[^}]*\}/g, "")
    .split(/\/(.*)/s, 2)
    .map((part) => part.trim());
  return {
    main: words(UNITS.get(main) ?? main).join("_"),
    per: words(PER_UNITS.get(per) ?? per).join("_"),
  };
}

/**
 * A metric's name in Prometheus: `http.server.duration` in `s` is `http_server_duration_seconds`. Words that the name has
 * already are not added again; counters end in `_total`, gauges in the unit `1` in `_ratio`.
 *
 * @see https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#otlp-metric-points-to-prometheus
 *   and, where that leaves room, Prometheus' own OTLP receiver: https://github.com/prometheus/otlptranslator
 */
export function translateMetricName(name: string, unit: string, data: OtlpData): MetricName {
  let parts = words(name);
  if (parts.length === 0) return { name: "", unit: "" };
  const { main, per } = unitWords(unit);
  if (main !== "" && !parts.includes(main)) parts.push(main);
  if (per !== "" && !parts.includes(per)) parts.push("per", per);
  const isRatio = data.kind === "gauge" && unit.trim() === "1";
  const suffix = isRatio ? "ratio" : data.kind === "sum" && data.isMonotonic ? "total" : null;
  if (suffix !== null) parts = [...parts.filter((part) => part !== suffix), suffix];
  const joined = parts.join("_");
  return {
    name: /^\d/.test(joined) ? `_${joined}` : joined,
    unit: isRatio ? "ratio" : [main, per === "" ? "" : `per_${per}`].filter(Boolean).join("_"),
  };
}

/**
 * An attribute's key as a label's name: other characters become `_`, several `_` one. A digit cannot come first, so
 * `key_` does, as in Prometheus' receiver. An empty key stays empty.
 *
 * @see https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-attributes
 */
export function translateLabelName(key: string): string {
  const name = key.replaceAll(/[^a-zA-Z0-9]+/g, "_");
  return /^\d/.test(name) ? `key_${name}` : name;
}
