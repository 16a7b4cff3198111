import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { InvalidError } from "@/lib/core/errors";
import { ByteReader, ByteWriter } from "./bytes";

const VERSION = 2;
/** Rows of this version have the times of each entry, whether they are the same or not. */
const SINGLE_TIMES = 1;
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

function hasTimes(t: ArrayLike<number>, others: ArrayLike<number>): boolean {
  if (t.length !== others.length) return false;
  for (let i = 0; i < t.length; i++) if (t[i] !== others[i]) return false;
  return true;
}

/**
 * Packs a write: ids and counts, then times, then all values as they are. Entries that follow each other and have the same
 * times, as the series of a scrape do, are a run: its times are there once, behind the number of its entries.
 */
export function encodeLogRow(entries: readonly LogEntry[]): EncodedLogRow {
  let samples = 0;
  for (const { t } of entries) samples += t.length;
  const writer = new ByteWriter(64 + entries.length * 4 + samples * 9);
  writer.byte(VERSION);
  writer.varint(entries.length);
  let previousId = 0;
  for (const { id, t } of entries) {
    writer.zigzag(id - previousId);
    previousId = id;
    writer.varint(t.length);
  }
  const { from, to } = writeTimes(writer, entries);
  const values = new Float64Array(samples);
  let at = 0;
  for (const { v } of entries) for (let i = 0; i < v.length; i++) values[at++] = v[i] as number;
  writer.bytes(new Uint8Array(values.buffer));
  const payload = zstdCompressSync(writer.done(), {
    params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL },
  });
  return { from, to, samples, payload };
}

function writeTimes(writer: ByteWriter, entries: readonly LogEntry[]): { from: number; to: number } {
  let [from, to] = [Infinity, -Infinity];
  let previous = 0;
  for (let first = 0; first < entries.length;) {
    const { t } = entries[first] as LogEntry; // Safe because first < length.
    let end = first + 1;
    while (end < entries.length && hasTimes((entries[end] as LogEntry).t, t)) end++;
    writer.varint(end - first);
    for (let i = 0; i < t.length; i++) {
      const time = t[i] as number; // Safe because i < length.
      if (time < from) from = time;
      if (time > to) to = time;
      writer.zigzag(time - previous);
      previous = time;
    }
    first = end;
  }
  return { from, to };
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
  if (version !== VERSION && version !== SINGLE_TIMES)
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
  readTimes(reader, ends, t, version);
  const v = new Float64Array(samples);
  new Uint8Array(v.buffer).set(reader.bytes(samples * 8));
  return { ids, ends, t, v };
}

function readTimes(reader: ByteReader, ends: Uint32Array, t: Float64Array, version: number): void {
  let time = 0;
  let start = 0;
  for (let first = 0; first < ends.length;) {
    const entries = version === SINGLE_TIMES ? 1 : reader.varint();
    if (entries < 1 || first + entries > ends.length)
      throw new InvalidError("A row of the metric log has runs that do not fit it.");
    const end = ends[first] as number; // Safe because first < length.
    for (let i = start; i < end; i++) t[i] = time += reader.zigzag();
    const length = end - start;
    for (let entry = 1; entry < entries; entry++) t.copyWithin(start + entry * length, start, end);
    start += entries * length;
    first += entries;
  }
}
