import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { InvalidError } from "@/lib/core/errors";
import { ByteReader, ByteWriter } from "./bytes";
import type { Column } from "./column";
import { readIntegers, writeIntegers } from "./integer-codec";
import { PLANES, PlaneReader, PlaneWriter } from "./planes";
import { readValues, writeValues } from "./value-codec";

/**
 * Series that share a segment: ids with the same `id >> GROUP_BITS`. 32 series of 2 h at 10 s make about 35 kB: large
 * enough that the entropy coder learns and a row's overhead vanishes, small enough to fetch for one series alone.
 */
export const GROUP_BITS = 5;
export const GROUP_SIZE = 1 << GROUP_BITS;

const VERSION = 2;
/** Of the form that is one zstd frame, which begins with 0x28. Read, not written. */
const SINGLE_FRAME = 1;
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
  for (const slot of slots) {
    const { t } = columns.get(slot) as Column;
    from = Math.min(from, t[0] as number);
    to = Math.max(to, t[t.length - 1] as number);
    members |= 1 << slot;
    samples += t.length;
    refs.push(times.indexOf(t));
  }
  const writer = new PlaneWriter();
  const directory = new ByteWriter();
  directory.varint(times.entries.length);
  for (const entry of times.entries) {
    writeItem(directory, writer, () => {
      writer.head.varint(entry.length);
      writeIntegers(writer, entry, entry.length);
    });
  }
  slots.forEach((slot, i) => {
    const { v } = columns.get(slot) as Column;
    directory.varint(refs[i] as number);
    writeItem(directory, writer, () => writeValues(writer, v, v.length));
  });
  directory.bytes(writer.head.done());
  const planes = writer.planes.filter(({ length }) => length > 0);
  return { from, to, members, samples, payload: join([directory, ...planes].map((part) => part.done())) };
}

/** Notes how many bytes an item takes: of the head, in how many planes, and of each of these. */
function writeItem(directory: ByteWriter, writer: PlaneWriter, write: () => void): void {
  const head = writer.head.length;
  const lengths = writer.planes.map(({ length }) => length);
  write();
  const grown = writer.planes.map(({ length }, plane) => length - (lengths[plane] as number));
  directory.varint(writer.head.length - head);
  directory.varint(grown.filter((bytes) => bytes > 0).length);
  directory.varint(grown[0] as number);
}

/** Each part compressed on its own, so that the coder learns it alone: bytes of one significance have much in common. */
function join(parts: readonly Uint8Array[]): Uint8Array {
  const frames = parts.map((part) =>
    zstdCompressSync(part, { params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL } }),
  );
  const writer = new ByteWriter(frames.reduce((sum, { length }) => sum + length, 64));
  writer.byte(VERSION);
  writer.varint(frames.length);
  for (const { length } of frames) writer.varint(length);
  for (const frame of frames) writer.bytes(frame);
  return writer.done();
}

/** The parts of a payload; of the form before there is one, with all planes behind each other. */
function split(payload: Uint8Array): Uint8Array[] {
  let left = UNPACKED_BYTES_MAX;
  const unpack = (frame: Uint8Array): Uint8Array => {
    const part = zstdDecompressSync(frame, { maxOutputLength: left });
    left -= part.length;
    return part;
  };
  if (payload[0] !== VERSION) return [unpack(payload)];
  const reader = new ByteReader(payload, 1);
  const lengths = Array.from({ length: reader.varint() }, () => reader.varint());
  return lengths.map((length) => unpack(reader.bytes(length)));
}

/** Where an item (times, or the values of a series) begins: in the head, and in each plane. */
interface Place {
  head: number;
  planes: readonly number[];
}

interface Slot {
  times: number;
  place: Place;
}

/** Reads where items are. Each takes so many bytes of the head and, of the first so many planes, so many each. */
class Places {
  readonly #items: { head: number; planes: number; rows: number }[] = [];

  /** @param reader at the item's entry in the directory. @returns the item's number */
  read(reader: ByteReader, hasPlanes: boolean): number {
    const head = reader.varint();
    const planes = hasPlanes ? reader.varint() : 0;
    const rows = hasPlanes ? reader.varint() : 0;
    return this.#items.push({ head, planes, rows }) - 1;
  }

  /** @param start where the first item begins in the head. */
  resolve(start: number): Place[] {
    let head = start;
    const planes = Array.from({ length: PLANES }, () => 0);
    return this.#items.map((item) => {
      const place = { head, planes: [...planes] };
      head += item.head;
      for (let plane = 0; plane < item.planes; plane++) planes[plane] = (planes[plane] ?? 0) + item.rows;
      return place;
    });
  }
}

/** A segment out of its compression. Series are unpacked as they are asked for, each time anew; times are kept. */
export class Segment {
  readonly #head: Uint8Array;
  readonly #planes: readonly Uint8Array[];
  readonly #timesPlaces: readonly Place[];
  readonly #times: (Float64Array | undefined)[] = [];
  readonly #slots = new Map<number, Slot>();
  /** Bytes held once all times are unpacked, for the cache's budget. */
  readonly sizeBytes: number;

  constructor(members: number, payload: Uint8Array) {
    const [head = new Uint8Array(0), ...planes] = split(payload);
    this.#head = head;
    this.#planes = planes;
    const hasPlanes = payload[0] === VERSION;
    const reader = new ByteReader(head);
    const version = hasPlanes ? VERSION : reader.byte();
    if (version !== VERSION && version !== SINGLE_FRAME)
      throw new InvalidError(`A stored metric segment has the unknown version ${version}.`);
    const places = new Places();
    const timesCount = reader.varint();
    for (let i = 0; i < timesCount; i++) places.read(reader, hasPlanes);
    const slots: { slot: number; times: number; item: number }[] = [];
    for (let slot = 0; slot < GROUP_SIZE; slot++) {
      if ((members & (1 << slot)) === 0) continue;
      slots.push({ slot, times: reader.varint(), item: places.read(reader, hasPlanes) });
    }
    const resolved = places.resolve(reader.position);
    this.#timesPlaces = resolved.slice(0, timesCount);
    for (const { slot, times, item } of slots)
      this.#slots.set(slot, { times, place: resolved[item] as Place }); // Safe: each item has a place.
    const moments = this.#timesPlaces.reduce(
      (sum, { head: at }) => sum + new ByteReader(head, at).varint(),
      0,
    );
    const bytes = planes.reduce((sum, { length }) => sum + length, head.length);
    this.sizeBytes = bytes + moments * Float64Array.BYTES_PER_ELEMENT;
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
    return { t, v: readValues(this.#readerAt(entry.place), t.length) };
  }

  #readTimes(index: number): Float64Array {
    const known = this.#times[index];
    if (known) return known;
    const place = this.#timesPlaces[index];
    if (place === undefined) throw new InvalidError("A stored metric segment lacks the times of a series.");
    const reader = this.#readerAt(place);
    const times = readIntegers(reader, reader.head.varint());
    this.#times[index] = times;
    return times;
  }

  #readerAt({ head, planes }: Place): PlaneReader {
    return new PlaneReader(
      new ByteReader(this.#head, head),
      this.#planes.map((bytes, plane) => new ByteReader(bytes, planes[plane])),
    );
  }
}
