import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { InvalidError } from "@/lib/core/errors";
import { ByteReader, ByteWriter } from "./bytes";

const VERSION = 1;
/** The log is written once and dropped within hours: speed before size. */
const ZSTD_LEVEL = 1;
/** A write is cut into rows of at most about this many samples, so that a row unpacks to a few megabytes. */
export const LOG_ROW_SAMPLES_MAX = 100_000;
const UNPACKED_BYTES_MAX = 64 * 1024 * 1024;

/** Samples of one series on their way into the log or out of it; times in any order. */
export interface LogEntry {
  id: number;
  t: ArrayLike<number>;
  v: ArrayLike<number>;
}

export interface EncodedLogRow {
  from: number;
  to: number;
  samples: number;
  payload: Uint8Array;
}

/** Packs a write: ids and counts, then all times, then all values as they are. */
export function encodeLogRow(entries: readonly LogEntry[]): EncodedLogRow {
  let [samples, from, to] = [0, Infinity, -Infinity];
  for (const { t } of entries) samples += t.length;
  const times = new Float64Array(samples);
  const values = new Float64Array(samples);
  const writer = new ByteWriter(32 + entries.length * 4 + samples * 12);
  writer.byte(VERSION);
  writer.varint(entries.length);
  let previousId = 0;
  let at = 0;
  for (const { id, t, v } of entries) {
    writer.zigzag(id - previousId);
    previousId = id;
    writer.varint(t.length);
    for (let i = 0; i < t.length; i++) {
      const time = t[i] as number;
      if (time < from) from = time;
      if (time > to) to = time;
      times[at] = time;
      values[at++] = v[i] as number;
    }
  }
  let previous = 0;
  for (let i = 0; i < samples; i++) {
    const time = times[i] as number;
    writer.zigzag(time - previous);
    previous = time;
  }
  writer.bytes(new Uint8Array(values.buffer));
  const payload = zstdCompressSync(writer.done(), {
    params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL },
  });
  return { from, to, samples, payload };
}

/** A row as it was packed: entry `i` is of the series `ids[i]` and has the samples from `ends[i - 1]` (or 0) to `ends[i]`. */
export interface DecodedLogRow {
  ids: Uint32Array;
  ends: Uint32Array;
  t: Float64Array;
  v: Float64Array;
}

/** Flat arrays in place of an object an entry: a row of a scrape has thousands of entries of one sample each. */
export function decodeLogRow(payload: Uint8Array): DecodedLogRow {
  const bytes = zstdDecompressSync(payload, { maxOutputLength: UNPACKED_BYTES_MAX });
  const reader = new ByteReader(bytes);
  const version = reader.byte();
  if (version !== VERSION)
    throw new InvalidError(`A row of the metric log has the unknown version ${version}.`);
  const count = reader.varint();
  const ids = new Uint32Array(count);
  const ends = new Uint32Array(count);
  let [id, samples] = [0, 0];
  for (let i = 0; i < count; i++) {
    ids[i] = id += reader.zigzag();
    ends[i] = samples += reader.varint();
  }
  const t = new Float64Array(samples);
  let time = 0;
  for (let i = 0; i < samples; i++) t[i] = time += reader.zigzag();
  const v = new Float64Array(samples);
  new Uint8Array(v.buffer).set(reader.bytes(samples * 8));
  return { ids, ends, t, v };
}
