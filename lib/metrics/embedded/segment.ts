import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { InvalidError } from "@/lib/core/errors";
import { ByteReader, ByteWriter } from "./bytes";
import type { Column } from "./column";
import { readIntegers, writeIntegers } from "./integer-codec";
import { readValues, writeValues } from "./value-codec";

/**
 * Series that share a segment: ids with the same `id >> GROUP_BITS`. 32 series of 2 h at 10 s make about 35 kB: large
 * enough that the entropy coder learns and a row's overhead vanishes, small enough to fetch for one series alone.
 */
export const GROUP_BITS = 5;
export const GROUP_SIZE = 1 << GROUP_BITS;

const VERSION = 1;
/** zstd's own default; 6 and 9 took 3 and 8 times as long for under 3 % less on simulated and on node-exporter data. */
const ZSTD_LEVEL = 3;
/** What a segment may claim to unpack to: far above any that we write, far below what would hurt. */
const UNPACKED_BYTES_MAX = 256 * 1024 * 1024;

export interface EncodedSegment {
  from: number;
  to: number;
  /** Bit `id & (GROUP_SIZE - 1)` is set for each series inside. */
  members: number;
  samples: number;
  payload: Uint8Array;
}

function sameTimes(a: Float64Array, b: Float64Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Series scraped together share their times: kept once. */
class TimesDictionary {
  readonly entries: Float64Array[] = [];

  indexOf(times: Float64Array): number {
    // A scrape's series are neighbours, so the last few are enough to look at.
    for (let i = this.entries.length - 1; i >= Math.max(0, this.entries.length - 8); i--) {
      if (sameTimes(this.entries[i] as Float64Array, times)) return i;
    }
    return this.entries.push(times) - 1;
  }
}

/**
 * Packs the columns of one group.
 *
 * @param columns by `id & (GROUP_SIZE - 1)`; at least one; none is empty.
 */
export function encodeSegment(columns: ReadonlyMap<number, Column>): EncodedSegment {
  const slots = [...columns.keys()].sort((a, b) => a - b);
  const times = new TimesDictionary();
  let [from, to, members, samples] = [Infinity, -Infinity, 0, 0];
  const refs: number[] = [];
  const values: Uint8Array[] = [];
  for (const slot of slots) {
    const { t, v } = columns.get(slot) as Column;
    from = Math.min(from, t[0] as number);
    to = Math.max(to, t[t.length - 1] as number);
    members |= 1 << slot;
    samples += t.length;
    refs.push(times.indexOf(t));
    const writer = new ByteWriter(16 + t.length * 2);
    writeValues(writer, v, t.length);
    values.push(writer.done());
  }
  const encodedTimes = times.entries.map((entry) => {
    const writer = new ByteWriter(16 + entry.length);
    writer.varint(entry.length);
    writeIntegers(writer, entry, entry.length);
    return writer.done();
  });
  const writer = new ByteWriter(samples * 3 + 1024);
  writer.byte(VERSION);
  writer.varint(encodedTimes.length);
  for (const bytes of encodedTimes) writer.varint(bytes.length);
  slots.forEach((_, i) => {
    writer.varint(refs[i] as number);
    writer.varint((values[i] as Uint8Array).length);
  });
  for (const bytes of [...encodedTimes, ...values]) writer.bytes(bytes);
  const payload = zstdCompressSync(writer.done(), {
    params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL },
  });
  return { from, to, members, samples, payload };
}

interface Slot {
  times: number;
  offset: number;
}

/** A segment out of its compression. Series are unpacked as they are asked for, each time anew; times are kept. */
export class Segment {
  readonly #bytes: Uint8Array;
  readonly #timesOffsets: number[] = [];
  readonly #times: (Float64Array | undefined)[] = [];
  readonly #slots = new Map<number, Slot>();
  /** Bytes held once all times are unpacked, for the cache's budget. */
  readonly sizeBytes: number;

  constructor(members: number, payload: Uint8Array) {
    this.#bytes = zstdDecompressSync(payload, { maxOutputLength: UNPACKED_BYTES_MAX });
    const reader = new ByteReader(this.#bytes);
    const version = reader.byte();
    if (version !== VERSION)
      throw new InvalidError(`A stored metric segment has the unknown version ${version}.`);
    const timesLengths = Array.from({ length: reader.varint() }, () => reader.varint());
    const slots: { slot: number; times: number; length: number }[] = [];
    for (let slot = 0; slot < GROUP_SIZE; slot++) {
      if ((members & (1 << slot)) === 0) continue;
      slots.push({ slot, times: reader.varint(), length: reader.varint() });
    }
    let offset = reader.position;
    for (const length of timesLengths) {
      this.#timesOffsets.push(offset);
      offset += length;
    }
    for (const { slot, times, length } of slots) {
      this.#slots.set(slot, { times, offset });
      offset += length;
    }
    const moments = this.#timesOffsets.reduce((sum, at) => sum + new ByteReader(this.#bytes, at).varint(), 0);
    this.sizeBytes = this.#bytes.length + moments * Float64Array.BYTES_PER_ELEMENT;
  }

  /** Times of the series with this `id & (GROUP_SIZE - 1)`, or undefined when it has no sample here. */
  times(slot: number): Float64Array | undefined {
    const entry = this.#slots.get(slot);
    return entry && this.#readTimes(entry.times);
  }

  /** The samples of the series with this `id & (GROUP_SIZE - 1)`, or undefined when it has none here. */
  column(slot: number): Column | undefined {
    const entry = this.#slots.get(slot);
    if (!entry) return undefined;
    const t = this.#readTimes(entry.times);
    return { t, v: readValues(new ByteReader(this.#bytes, entry.offset), t.length) };
  }

  #readTimes(index: number): Float64Array {
    const known = this.#times[index];
    if (known) return known;
    const reader = new ByteReader(this.#bytes, this.#timesOffsets[index]);
    const times = readIntegers(reader, reader.varint());
    this.#times[index] = times;
    return times;
  }
}
