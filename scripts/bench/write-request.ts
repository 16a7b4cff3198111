import protobuf from "protobufjs/minimal.js";
import snappy from "snappyjs";

export interface SeriesPart {
  labels: Readonly<Record<string, string>>;
  /** Pairs of Unix ms and value. */
  samples: readonly (readonly [t: number, v: number])[];
}

/**
 * A remote-write 1.0 request.
 *
 * @see https://prometheus.io/docs/specs/prw/remote_write_spec/ "Protocol"
 */
export function encodeWriteRequest(series: readonly SeriesPart[]): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const { labels, samples } of series) {
    writer.uint32(10).fork();
    for (const [name, value] of Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      writer.uint32(10).fork().uint32(10).string(name).uint32(18).string(value).ldelim();
    for (const [t, v] of samples) writer.uint32(18).fork().uint32(9).double(v).uint32(16).int64(t).ldelim();
    writer.ldelim();
  }
  return snappy.compress(writer.finish());
}
