import { DataPointType, type MetricData, type ResourceMetrics } from "@opentelemetry/sdk-metrics";

export interface FamilySample {
  /** Of the series: that of the family, with `_bucket`, `_sum` or `_count` for a histogram. */
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** One metric as Prometheus' text format groups it. */
export interface MetricFamily {
  name: string;
  type: "counter" | "gauge" | "histogram";
  help: string;
  samples: readonly FamilySample[];
}

/** Metrics of the SDK in the data model of Prometheus. Names and labels are ours and valid already, but for `.` in the SDK's own. */
export function toFamilies({ scopeMetrics }: ResourceMetrics): MetricFamily[] {
  return scopeMetrics
    .flatMap(({ metrics }) => metrics)
    .flatMap((metric) => toFamily(metric))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** An exponential histogram has no family: we make none. */
function toFamily(metric: MetricData): MetricFamily[] {
  const { name, description: help } = metric.descriptor;
  if (metric.dataPointType === DataPointType.HISTOGRAM)
    return [
      {
        name,
        type: "histogram",
        help,
        samples: metric.dataPoints.flatMap((point) => histogram(name, point)),
      },
    ];
  if (metric.dataPointType === DataPointType.EXPONENTIAL_HISTOGRAM) return [];
  const isCounter = metric.dataPointType === DataPointType.SUM && metric.isMonotonic;
  const samples = metric.dataPoints.map(({ attributes, value }) => ({
    name,
    labels: labelsOf(attributes),
    value,
  }));
  return [{ name, type: isCounter ? "counter" : "gauge", help, samples }];
}

function histogram(
  name: string,
  {
    attributes,
    value,
  }: Extract<MetricData, { dataPointType: DataPointType.HISTOGRAM }>["dataPoints"][number],
): FamilySample[] {
  const labels = labelsOf(attributes);
  let below = 0;
  const buckets = value.buckets.counts.map((counted, i): FamilySample => {
    below += counted;
    const bound = value.buckets.boundaries[i];
    return {
      name: `${name}_bucket`,
      labels: { ...labels, le: bound === undefined ? "+Inf" : String(bound) },
      value: below,
    };
  });
  return [
    ...buckets,
    { name: `${name}_sum`, labels, value: value.sum ?? 0 },
    { name: `${name}_count`, labels, value: value.count },
  ];
}

/** The SDK's mark of too many label sets is `otel.metric.overflow`, which is no label name in Prometheus. */
function labelsOf(attributes: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name.replaceAll(/[^a-zA-Z0-9_]/g, "_"),
      String(value),
    ]),
  );
}
