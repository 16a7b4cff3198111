import { formatSeries } from "@/lib/metrics/labels";
import type { Labels, MetricMetadata, MetricType } from "@/lib/metrics/store";
import { LabelSets } from "./otlp-label-sets";
import { attributeLabels, scopeLabels, targetInfoLabels, targetLabels } from "./otlp-labels";
import {
  CUMULATIVE,
  DELTA,
  NO_RECORDED_VALUE,
  type HistogramPoint,
  type NumberPoint,
  type OtlpData,
  type OtlpMetric,
  type OtlpResource,
  type SummaryPoint,
} from "./otlp-model";
import { translateMetricName } from "./otlp-names";
import { RejectionTally, type Fault } from "./rejection-reasons";
import { SeriesGatherer, type OtlpSeries } from "./otlp-series";

export interface OtlpTranslation {
  series: readonly OtlpSeries[];
  /** Those whose values are changes. */
  deltas: readonly OtlpSeries[];
  metadata: readonly MetricMetadata[];
  /** How many data points were refused and made no sample. */
  refused: number;
  /** Data points that were taken in part, by their number as in `series`. */
  partlyRefused: ReadonlySet<number>;
  /** Why, one line a metric and reason. */
  refusals: readonly string[];
  /** The same by reason; `samples` counts data points. */
  rejected: RejectionTally;
}

/** The total of changes that go both ways is only known since they are counted: the specification has them dropped. */
const DELTA_NOT_MONOTONIC: Fault = {
  code: "delta_not_monotonic",
  text: "delta temporality of a sum that is not monotonic has no cumulative value; send cumulative values",
};
const EXPONENTIAL_REFUSED: Fault = {
  code: "exponential_histogram",
  text: "exponential histograms are not supported; choose explicit buckets (OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION=explicit_bucket_histogram)",
};
const NAMELESS: Fault = { code: "metric_name_invalid", text: "its name has no letter or digit" };
const malformed = (text: string): Fault => ({ code: "data_point_malformed", text });

const labelSets = new LabelSets();

/**
 * Turns the resources of a request into series.
 *
 * @see https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#otlp-metric-points-to-prometheus
 */
export function translateOtlp(resources: readonly OtlpResource[]): OtlpTranslation {
  labelSets.trim();
  return new Translator().translate(resources);
}

/** Why no point of a metric can be taken, or null. */
function findMetricFault(data: OtlpData): Fault | null {
  if (data.kind === "exponential histogram") return EXPONENTIAL_REFUSED;
  if (data.kind !== "sum" && data.kind !== "histogram") return null;
  if (data.kind === "sum" && data.temporality === DELTA && !data.isMonotonic) return DELTA_NOT_MONOTONIC;
  return data.temporality === CUMULATIVE || data.temporality === DELTA
    ? null
    : { code: "temporality_unspecified", text: "its aggregation temporality is not set" };
}

function findPointFault(point: NumberPoint | HistogramPoint | SummaryPoint): Fault | null {
  if (point.t === 0) return malformed("a data point has no time");
  return point.attributes.some(([key]) => key === "") ? malformed("an attribute has no key") : null;
}

/** @see metrics.proto, HistogramDataPoint */
function findBucketFault({ bounds, bucketCounts, count }: HistogramPoint): Fault | null {
  if (bucketCounts.length !== bounds.length + 1 && bucketCounts.length + bounds.length > 0)
    return malformed("a histogram does not have one bucket more than bounds");
  if (bounds.some((bound, i) => Number.isNaN(bound) || (i > 0 && bound <= (bounds[i - 1] as number))))
    return malformed("the bounds of a histogram do not increase");
  const inBuckets = bucketCounts.reduce((total, bucket) => total + bucket, 0);
  return bucketCounts.length === 0 || inBuckets === count
    ? null
    : malformed("the count of a histogram is not the sum of its buckets");
}

const isDelta = (data: OtlpData): boolean => "temporality" in data && data.temporality === DELTA;

/** A change has to be one: otherwise every total after it would be wrong. */
function findChangeFault(point: NumberPoint | HistogramPoint | SummaryPoint): Fault | null {
  if (point.start > point.t) return malformed("a change begins after its end");
  const value = "value" in point ? point.value : "bounds" in point ? point.sum : null;
  if (value !== null && Number.isNaN(value)) return malformed("a change is not a number");
  return "value" in point && (point.value ?? 0) < 0 ? malformed("a monotonic sum went down") : null;
}

function metricType(data: OtlpData): MetricType {
  if (data.kind === "sum") return data.isMonotonic ? "counter" : "gauge";
  return data.kind === "exponential histogram" ? "histogram" : data.kind;
}

/** A bound as Prometheus writes it into `le` and `quantile`: all digits, never an exponent. */
export function formatBound(bound: number): string {
  if (bound === Infinity) return "+Inf";
  if (bound === -Infinity) return "-Inf";
  const text = String(bound);
  const [, sign = "", whole = "", fraction = "", exponent = ""] =
    /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (exponent === "") return text;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, "0")}`;
}

class Translator {
  readonly #series = new SeriesGatherer();
  readonly #deltas = new SeriesGatherer();
  readonly #metadata = new Map<string, MetricMetadata>();
  readonly #partlyRefused = new Set<number>();
  readonly #refusals = new Set<string>();
  readonly #rejected = new RejectionTally();
  #point = -1;
  #refused = 0;

  translate(resources: readonly OtlpResource[]): OtlpTranslation {
    for (const resource of resources) this.#resource(resource);
    const conflict = (labels: Labels, point: number | null): void => {
      const isFirst = point !== null && !this.#partlyRefused.has(point);
      if (point !== null) this.#partlyRefused.add(point);
      const text = `series ${formatSeries(labels)}: two values for one moment`;
      if (isFirst) this.#rejected.add("duplicate_sample", 1, text);
      this.#refusals.add(text);
    };
    return {
      series: this.#series.finish(conflict),
      deltas: this.#deltas.finish(conflict),
      metadata: [...this.#metadata.values()],
      refused: this.#refused,
      partlyRefused: this.#partlyRefused,
      refusals: [...this.#refusals],
      rejected: this.#rejected,
    };
  }

  #resource({ attributes, scopes }: OtlpResource): void {
    const target = targetLabels(attributes);
    const times = new Set<number>();
    for (const scope of scopes) {
      const outer = { ...scopeLabels(scope), ...target };
      for (const metric of scope.metrics) this.#metric(metric, outer, times);
    }
    const info = targetInfoLabels(attributes, target);
    if (info === null || times.size === 0) return;
    const labels = labelSets.get(JSON.stringify(info), () => info);
    for (const t of times) this.#series.add(labels, { start: 0, t, v: 1, point: null });
    this.#metadata.set("target_info", {
      metric: "target_info",
      type: "gauge",
      help: "Target metadata",
      unit: "",
    });
  }

  /** @param outer labels that go before those of points. */
  #metric(metric: OtlpMetric, outer: Labels, times: Set<number>): void {
    const { data } = metric;
    if (data === null) {
      const text = `metric ${JSON.stringify(metric.name)}: it has no data of a known kind`;
      this.#rejected.add("data_unknown", 0, text);
      this.#refusals.add(text);
      return;
    }
    const { name, unit } = translateMetricName(metric.name, metric.unit, data);
    const fault = name === "" ? NAMELESS : findMetricFault(data);
    if (fault !== null || data.kind === "exponential histogram") {
      this.#refuse(metric, fault ?? EXPONENTIAL_REFUSED, data.points.length);
      return;
    }
    for (const point of data.points) {
      const pointFault =
        findPointFault(point) ??
        this.#findDataFault(point) ??
        (isDelta(data) ? findChangeFault(point) : null);
      if (pointFault !== null) {
        this.#refuse(metric, pointFault, 1);
        continue;
      }
      this.#point++;
      times.add(point.t);
      const labels = { ...Object.fromEntries(attributeLabels(point.attributes)), ...outer };
      this.#addPoint(name, labels, point, isDelta(data));
    }
    this.#metadata.set(name, { metric: name, type: metricType(data), help: metric.description, unit });
  }

  #findDataFault(point: NumberPoint | HistogramPoint | SummaryPoint): Fault | null {
    if ((point.flags & NO_RECORDED_VALUE) !== 0) return null;
    if ("value" in point) return point.value === null ? malformed("a data point has no value") : null;
    return "bounds" in point ? findBucketFault(point) : null;
  }

  #addPoint(
    name: string,
    labels: Labels,
    point: NumberPoint | HistogramPoint | SummaryPoint,
    isChange: boolean,
  ): void {
    const series = isChange ? this.#deltas : this.#series;
    const start = isChange ? point.start : 0;
    const isStale = (point.flags & NO_RECORDED_VALUE) !== 0;
    const base = JSON.stringify(labels);
    const add = (suffix: string, value: number, extra: Labels = {}) => {
      const key = `${name}${suffix}${JSON.stringify(extra)}${base}`;
      const full = labelSets.get(key, () => ({ ...labels, ...extra, __name__: name + suffix }));
      series.add(full, { start, t: point.t, v: isStale ? null : value, point: this.#point });
    };
    if ("value" in point) {
      add("", point.value ?? 0);
      return;
    }
    add("_count", point.count);
    if (point.sum !== null || isStale) add("_sum", point.sum ?? 0);
    if ("quantiles" in point) {
      for (const { quantile, value } of point.quantiles) add("", value, { quantile: formatBound(quantile) });
      return;
    }
    let below = 0;
    point.bounds.forEach((bound, i) => {
      below += point.bucketCounts[i] ?? 0;
      add("_bucket", below, { le: formatBound(bound) });
    });
    add("_bucket", point.count, { le: "+Inf" });
  }

  #refuse(metric: OtlpMetric, { code, text }: Fault, points: number): void {
    if (points === 0) return;
    const line = `metric ${JSON.stringify(metric.name)}: ${text}`;
    this.#refused += points;
    this.#rejected.add(code, points, line);
    this.#refusals.add(line);
  }
}
