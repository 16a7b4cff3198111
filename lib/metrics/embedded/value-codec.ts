import { InvalidError } from "@/lib/core/errors";
import { INTEGER_MAX, readIntegers, writeIntegers } from "./integer-codec";
import { planeBits } from "./plane-entropy";
import { PLANES, type PlaneReader, type PlaneWriter } from "./planes";

/** Values as integers times a power of ten, with the few that are not listed apart. */
const DECIMAL = 1;
/** The 64 bits of each value, combined by exclusive or with those before, cut into eight planes. */
const XOR = 2;
/** The 64 bits as they are: best where nothing leads from one value to the next. */
const RAW = 3;
/** The difference of the bits, as integers, to those before, its sign in the lowest bit: best for values that walk. */
const DELTA = 4;
const BITS_MODES = [XOR, RAW, DELTA] as const;
type BitsMode = (typeof BITS_MODES)[number];
const TWO_32 = 2 ** 32;

/**
 * Digits after the point that are looked for. Beyond 12 the integers of everyday values pass 2^50 and the search only
 * finds chance hits among values that have no short decimal form.
 */
const EXPONENT_MAX = 12;
const POWERS = Array.from({ length: EXPONENT_MAX + 1 }, (_, exponent) => 10 ** exponent);
/** Beyond this share of exceptions, at 10 bytes each, the forms by bits are smaller: our choice, measured on random doubles. */
const EXCEPTIONS_SHARE_MAX = 1 / 8;
/** A column whose first values all have no decimal form is taken to have none at all. */
const PROBE = 16;

/** `v` as an integer times `10^-exponent`, or NaN where the way back would not give the same 64 bits. */
function toDecimal(v: number, exponent: number): number {
  const power = POWERS[exponent] as number;
  const integer = Math.round(v * power);
  // Division of exact integers is correctly rounded, so equality proves the way back. -0 must not become 0.
  return integer / power === v && Math.abs(integer) <= INTEGER_MAX && !Object.is(v, -0) ? integer : NaN;
}

/** The fewest digits with which nearly all values are exact, or null. */
function findExponent(values: ArrayLike<number>, count: number): number | null {
  let exponent = 0;
  let misses = 0;
  for (let i = 0; i < count; i++) {
    const v = values[i] as number;
    if (!Number.isFinite(v) || Object.is(v, -0)) {
      misses++;
      continue;
    }
    let candidate = exponent;
    while (candidate <= EXPONENT_MAX && Number.isNaN(toDecimal(v, candidate))) candidate++;
    if (candidate <= EXPONENT_MAX) exponent = candidate;
    else misses++;
    if (i + 1 === PROBE && misses === PROBE && count > PROBE) return null;
  }
  return misses > count * EXCEPTIONS_SHARE_MAX ? null : exponent;
}

function writeDecimal(
  writer: PlaneWriter,
  values: ArrayLike<number>,
  count: number,
  exponent: number,
): boolean {
  const integers = new Float64Array(count);
  const exceptions: number[] = [];
  let before = 0;
  for (let i = 0; i < count; i++) {
    const integer = toDecimal(values[i] as number, exponent);
    if (Number.isNaN(integer)) exceptions.push(i);
    else before = integer;
    integers[i] = before;
  }
  if (exceptions.length > count * EXCEPTIONS_SHARE_MAX) return false;
  writer.head.byte(DECIMAL);
  writer.head.byte(exponent);
  writer.head.varint(exceptions.length);
  const raw = new Float64Array(1);
  let last = 0;
  for (const index of exceptions) {
    writer.head.varint(index - last);
    last = index;
    raw[0] = values[index] as number;
    writer.head.bytes(new Uint8Array(raw.buffer));
  }
  writeIntegers(writer, integers, count);
  return true;
}

/** Turns the 64-bit numbers in `words`, each as low and high half, into what `mode` writes of them. */
function transform(words: Uint32Array, mode: BitsMode): Uint32Array {
  if (mode === RAW) return words;
  const out = new Uint32Array(words.length);
  let low = 0;
  let high = 0;
  for (let i = 0; i < words.length; i += 2) {
    const nextLow = words[i] as number;
    const nextHigh = words[i + 1] as number;
    if (mode === XOR) {
      out[i] = low ^ nextLow;
      out[i + 1] = high ^ nextHigh;
    } else {
      const deltaLow = (nextLow - low) | 0;
      const deltaHigh = (nextHigh - high - (nextLow < low ? 1 : 0)) | 0;
      const sign = deltaHigh >> 31;
      out[i] = (deltaLow << 1) ^ sign;
      out[i + 1] = ((deltaHigh << 1) | (deltaLow >>> 31)) ^ sign;
    }
    low = nextLow;
    high = nextHigh;
  }
  return out;
}

/** Undoes `transform`, in place. */
function restore(words: Uint32Array, mode: BitsMode): void {
  if (mode === RAW) return;
  let low = 0;
  let high = 0;
  for (let i = 0; i < words.length; i += 2) {
    const first = words[i] as number;
    const second = words[i + 1] as number;
    if (mode === XOR) {
      low = (low ^ first) >>> 0;
      high = (high ^ second) >>> 0;
    } else {
      const sign = -(first & 1);
      const deltaLow = (((first >>> 1) | (second << 31)) ^ sign) >>> 0;
      const deltaHigh = (second >>> 1) ^ sign;
      const sum = low + deltaLow;
      high = (high + deltaHigh + (sum >= TWO_32 ? 1 : 0)) >>> 0;
      low = sum >>> 0;
    }
    words[i] = low;
    words[i + 1] = high;
  }
}

const byteOf = (words: Uint32Array, i: number, plane: number): number =>
  ((words[i * 2 + (plane >> 2)] as number) >>> ((plane & 3) * 8)) & 0xff;

function bitsOf(words: Uint32Array, count: number): number {
  let sum = 0;
  for (let plane = 0; plane < PLANES; plane++) sum += planeBits(count, (i) => byteOf(words, i, plane));
  return sum;
}

function writeBits(writer: PlaneWriter, values: ArrayLike<number>, count: number): void {
  const doubles = values instanceof Float64Array ? values.slice(0, count) : Float64Array.from(values);
  const words = new Uint32Array(doubles.buffer, 0, count * 2);
  const [best] = BITS_MODES.map((mode) => {
    const transformed = transform(words, mode);
    return { mode, words: transformed, bits: bitsOf(transformed, count) };
  }).sort((a, b) => a.bits - b.bits);
  if (best === undefined) throw new TypeError("There is no form for bits.");
  writer.head.byte(best.mode);
  for (let plane = 0; plane < PLANES; plane++) {
    const target = writer.take(plane, count);
    for (let i = 0; i < count; i++) target[i] = byteOf(best.words, i, plane);
  }
}

function readBits(reader: PlaneReader, count: number, mode: BitsMode): Float64Array {
  const planes = Array.from({ length: PLANES }, (_, plane) => reader.take(plane, count));
  const [p0, p1, p2, p3, p4, p5, p6, p7] = planes as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const out = new Float64Array(count);
  const words = new Uint32Array(out.buffer);
  for (let i = 0; i < count; i++) {
    words[i * 2] =
      (p0[i] as number) | ((p1[i] as number) << 8) | ((p2[i] as number) << 16) | ((p3[i] as number) << 24);
    words[i * 2 + 1] =
      (p4[i] as number) | ((p5[i] as number) << 8) | ((p6[i] as number) << 16) | ((p7[i] as number) << 24);
  }
  restore(words, mode);
  return out;
}

/** Writes `count` (at least one) doubles so that `readValues` gives back the same 64 bits of each. */
export function writeValues(writer: PlaneWriter, values: ArrayLike<number>, count: number): void {
  const exponent = findExponent(values, count);
  if (exponent !== null && writeDecimal(writer, values, count, exponent)) return;
  writeBits(writer, values, count);
}

export function readValues(reader: PlaneReader, count: number): Float64Array {
  const mode = reader.head.byte();
  const bitsMode = BITS_MODES.find((known) => known === mode);
  if (bitsMode !== undefined) return readBits(reader, count, bitsMode);
  if (mode !== DECIMAL) throw new InvalidError(`Stored metric values have the unknown form ${mode}.`);
  const power = POWERS[reader.head.byte()];
  if (power === undefined) throw new InvalidError("Stored metric values have an unknown scale.");
  const exceptions: { index: number; bits: Uint8Array }[] = [];
  let index = 0;
  for (let rest = reader.head.varint(); rest > 0; rest--) {
    index += reader.head.varint();
    exceptions.push({ index, bits: reader.head.bytes(8) });
  }
  const out = readIntegers(reader, count);
  if (power !== 1) for (let i = 0; i < count; i++) out[i] = (out[i] as number) / power;
  const bytes = new Uint8Array(out.buffer);
  for (const exception of exceptions) bytes.set(exception.bits, exception.index * 8);
  return out;
}
