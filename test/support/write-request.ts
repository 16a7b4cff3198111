import protobuf from "protobufjs/minimal.js";
import snappy from "snappyjs";
import type { Labels } from "@/lib/metrics/store";

export interface WriteRequestSeries {
  labels: Labels | readonly (readonly [string, string])[];
  /** Typed values keep the bits of a NaN, plain arrays do not. */
  t?: ArrayLike<number>;
  v?: ArrayLike<number>;
}

export interface WriteRequestMetadata {
  type: number;
  metric: string;
  help: string;
  unit: string;
}

/** A `prometheus.WriteRequest` as an independent encoder writes it; pairs of labels go out in the order given. */
export function writeRequestBytes(
  series: readonly WriteRequestSeries[],
  metadata: readonly WriteRequestMetadata[] = [],
): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const { labels, t = [], v = [] } of series) {
    writer.uint32(10).fork();
    const pairs = Array.isArray(labels)
      ? (labels as readonly (readonly [string, string])[])
      : Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [name, value] of pairs)
      writer.uint32(10).fork().uint32(10).string(name).uint32(18).string(value).ldelim();
    for (let i = 0; i < t.length; i++) {
      writer.uint32(18).fork().uint32(9).double(v[i]!).uint32(16).int64(t[i]!).ldelim();
    }
    writer.ldelim();
  }
  for (const { type, metric, help, unit } of metadata) {
    writer.uint32(26).fork().uint32(8).int32(type).uint32(18).string(metric);
    writer.uint32(34).string(help).uint32(42).string(unit).ldelim();
  }
  return writer.finish();
}

/** The same, packed as a sender packs it. */
export function writeRequestBody(...input: Parameters<typeof writeRequestBytes>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(snappy.compress(writeRequestBytes(...input)));
}
