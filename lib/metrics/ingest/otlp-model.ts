import { LimitError } from "@/lib/core/errors";
import type { UnixMs } from "@/lib/core/time";

/**
 * What both encodings of an OTLP metrics request come down to. Exemplars, minimum and maximum of a histogram are left out.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/v1.7.0/opentelemetry/proto/metrics/v1/metrics.proto
 */
export interface OtlpResource {
  attributes: readonly OtlpAttribute[];
  scopes: readonly OtlpScope[];
}

/** Metrics of one library. */
export interface OtlpScope {
  /** Empty: not known. */
  name: string;
  version: string;
  schemaUrl: string;
  attributes: readonly OtlpAttribute[];
  metrics: readonly OtlpMetric[];
}

/** The value as text: strings as they are, anything else as JSON. */
export type OtlpAttribute = readonly [key: string, text: string];

/** `AggregationTemporality`; 0 is "unspecified", which no sender may use. */
export const DELTA = 1;
export const CUMULATIVE = 2;
/** `DataPointFlags.NO_RECORDED_VALUE_MASK` */
export const NO_RECORDED_VALUE = 1;

interface Point {
  attributes: readonly OtlpAttribute[];
  /** Since when a sum counts. 0: the sender gave none. */
  start: UnixMs;
  /** 0: the sender gave none. */
  t: UnixMs;
  flags: number;
}

export interface NumberPoint extends Point {
  /** Null: the sender gave none. */
  value: number | null;
}

export interface HistogramPoint extends Point {
  count: number;
  /** Null: not recorded. */
  sum: number | null;
  /** Each bucket's own count; one more than bounds, or none at all. */
  bucketCounts: readonly number[];
  bounds: readonly number[];
}

export interface SummaryPoint extends Point {
  count: number;
  sum: number;
  quantiles: readonly { quantile: number; value: number }[];
}

export type OtlpData =
  | { kind: "gauge"; points: NumberPoint[] }
  | { kind: "sum"; points: NumberPoint[]; temporality: number; isMonotonic: boolean }
  | { kind: "histogram"; points: HistogramPoint[]; temporality: number }
  | { kind: "summary"; points: SummaryPoint[] }
  | { kind: "exponential histogram"; points: { length: number } };

export interface OtlpMetric {
  name: string;
  description: string;
  unit: string;
  /** Null: none, or of a kind that is younger than this. */
  data: OtlpData | null;
}

/**
 * Parts of one request: resources, metrics, points, attributes, buckets. A batch of the Collector has 8,192 points by
 * default; with 20 attributes and 20 buckets each that makes two thirds of this. Without it 32 MiB of empty messages,
 * two bytes each, would become gigabytes of objects.
 */
const PARTS_MAX = 1_000_000;
/** Nested attribute values. As protobuf's own limit on recursion. */
export const VALUE_DEPTH_MAX = 100;

export class PartBudget {
  #left = PARTS_MAX;

  /** @throws LimitError when the request has too many parts. */
  take(parts = 1): void {
    this.#left -= parts;
    if (this.#left < 0)
      throw new LimitError(
        `The request has more than ${PARTS_MAX} points, attributes and buckets; send smaller batches.`,
        { place: "body" },
      );
  }
}

/** Nanoseconds, which no double holds exactly, to whole milliseconds; the rest is cut off, as Prometheus does. */
export const toMs = (ns: bigint): UnixMs => Number(ns / 1_000_000n);
