import { sortedLabels } from "@/lib/metrics/labels";
import type { Labels, MetricMetadata, MetricType } from "@/lib/metrics/store";

/** Samples in typed arrays, which keep all bits of a value: staleness is told by the bits of a NaN. */
export interface TypedSeries {
  labels: Labels;
  t: Float64Array;
  v: Float64Array;
}

/** Longest varint: 64 bits, seven a byte. */
const VARINT_BYTES_MAX = 10;
/** Two tags, eight bytes of value, a time. */
const SAMPLE_BYTES_MAX = 2 + 8 + VARINT_BYTES_MAX;

function varint(value: number | bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return bytes;
}

/** Times are the same in many series, and their varints are the costly part. */
type Varints = Map<number, number[]>;

function timeBytes(t: number, known: Varints): number[] {
  let bytes = known.get(t);
  if (bytes === undefined) known.set(t, (bytes = varint(t)));
  return bytes;
}

function text(tag: number, value: string): Buffer {
  const bytes = Buffer.from(value, "utf8");
  return Buffer.concat([Buffer.from([tag, ...varint(bytes.length)]), bytes]);
}

function encodeLabels(labels: Labels): Buffer {
  return Buffer.concat(
    sortedLabels(labels).map(([name, value]) => {
      const pair = Buffer.concat([text(0x0a, name), text(0x12, value)]);
      return Buffer.concat([Buffer.from([0x0a, ...varint(pair.length)]), pair]);
    }),
  );
}

function encodeSamples({ t, v }: TypedSeries, times: Varints): Buffer {
  const out = Buffer.allocUnsafe(t.length * (SAMPLE_BYTES_MAX + 2));
  const view = new DataView(out.buffer, out.byteOffset, out.byteLength);
  const bits = new BigUint64Array(v.buffer, v.byteOffset, v.length);
  let at = 0;
  for (let i = 0; i < t.length; i++) {
    const time = timeBytes(t[i] as number, times);
    out[at++] = 0x12; // samples
    out[at++] = 1 + 8 + 1 + time.length;
    out[at++] = 0x09; // value
    view.setBigUint64(at, bits[i] as bigint, true);
    at += 8;
    out[at++] = 0x10; // timestamp
    for (const byte of time) out[at++] = byte;
  }
  return out.subarray(0, at);
}

/**
 * A `prometheus.WriteRequest`, labels sorted as the specification asks, values bit for bit.
 *
 * @see https://prometheus.io/docs/specs/remote_write_spec/ and prompb/remote.proto of Prometheus 2.42
 */
export function encodeWriteRequest(series: readonly TypedSeries[]): Buffer {
  const times: Varints = new Map();
  return Buffer.concat(
    series.flatMap((one) => {
      const [labels, samples] = [encodeLabels(one.labels), encodeSamples(one, times)];
      return [Buffer.from([0x0a, ...varint(labels.length + samples.length)]), labels, samples];
    }),
  );
}

/** `MetricMetadata.MetricType` of prompb/types.proto. */
const TYPE_NUMBER = {
  unknown: 0,
  counter: 1,
  gauge: 2,
  histogram: 3,
  summary: 5,
} as const satisfies Record<MetricType, number>;

/** A `prometheus.WriteRequest` that holds metadata alone, as Prometheus sends it. Engines without a place for it skip it. */
export function encodeMetadataRequest(metadata: readonly MetricMetadata[]): Buffer {
  return Buffer.concat(
    metadata.flatMap(({ metric, type, help, unit }) => {
      const entry = Buffer.concat([
        Buffer.from([0x08, TYPE_NUMBER[type]]),
        text(0x12, metric),
        text(0x22, help),
        text(0x2a, unit),
      ]);
      return [Buffer.from([0x1a, ...varint(entry.length)]), entry];
    }),
  );
}
