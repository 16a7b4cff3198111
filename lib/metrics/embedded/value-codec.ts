import { InvalidError } from "@/lib/core/errors";
import type { ByteReader, ByteWriter } from "./bytes";
import { INTEGER_MAX, readIntegers, writeIntegers } from "./integer-codec";

/** Values as integers times a power of ten, with the few that are not listed apart. */
const DECIMAL = 1;
/** The 64 bits of each value, combined by exclusive or with those before, cut into eight planes. */
const XOR = 2;

/**
 * Digits after the point that are looked for. Beyond 12 the integers of everyday values pass 2^50 and the search only
 * finds chance hits among values that have no short decimal form.
 */
const EXPONENT_MAX = 12;
const POWERS = Array.from({ length: EXPONENT_MAX + 1 }, (_, exponent) => 10 ** exponent);
/** Beyond this share of exceptions, at 10 bytes each, the XOR form is smaller: our choice, measured on random doubles. */
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
  writer: ByteWriter,
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
  writer.byte(DECIMAL);
  writer.byte(exponent);
  writer.varint(exceptions.length);
  const raw = new Float64Array(1);
  let last = 0;
  for (const index of exceptions) {
    writer.varint(index - last);
    last = index;
    raw[0] = values[index] as number;
    writer.bytes(new Uint8Array(raw.buffer));
  }
  writeIntegers(writer, integers, count);
  return true;
}

function writeXor(writer: ByteWriter, values: ArrayLike<number>, count: number): void {
  writer.byte(XOR);
  const doubles = values instanceof Float64Array ? values.slice(0, count) : Float64Array.from(values);
  const words = new Uint32Array(doubles.buffer, 0, count * 2);
  const target = writer.take(count * 8);
  let low = 0;
  let high = 0;
  for (let i = 0; i < count; i++) {
    const nextLow = words[i * 2] as number;
    const nextHigh = words[i * 2 + 1] as number;
    const a = low ^ nextLow;
    const b = high ^ nextHigh;
    for (let plane = 0; plane < 4; plane++) {
      target[plane * count + i] = a >>> (plane * 8);
      target[(plane + 4) * count + i] = b >>> (plane * 8);
    }
    low = nextLow;
    high = nextHigh;
  }
}

function readXor(reader: ByteReader, count: number): Float64Array {
  const planes = Array.from({ length: 8 }, () => reader.bytes(count));
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
  let low = 0;
  let high = 0;
  for (let i = 0; i < count; i++) {
    low ^=
      (p0[i] as number) | ((p1[i] as number) << 8) | ((p2[i] as number) << 16) | ((p3[i] as number) << 24);
    high ^=
      (p4[i] as number) | ((p5[i] as number) << 8) | ((p6[i] as number) << 16) | ((p7[i] as number) << 24);
    words[i * 2] = low;
    words[i * 2 + 1] = high;
  }
  return out;
}

/** Writes `count` (at least one) doubles so that `readValues` gives back the same 64 bits of each. */
export function writeValues(writer: ByteWriter, values: ArrayLike<number>, count: number): void {
  const exponent = findExponent(values, count);
  if (exponent !== null && writeDecimal(writer, values, count, exponent)) return;
  writeXor(writer, values, count);
}

export function readValues(reader: ByteReader, count: number): Float64Array {
  const mode = reader.byte();
  if (mode === XOR) return readXor(reader, count);
  if (mode !== DECIMAL) throw new InvalidError(`Stored metric values have the unknown form ${mode}.`);
  const power = POWERS[reader.byte()];
  if (power === undefined) throw new InvalidError("Stored metric values have an unknown scale.");
  const exceptions: { index: number; bits: Uint8Array }[] = [];
  let index = 0;
  for (let rest = reader.varint(); rest > 0; rest--) {
    index += reader.varint();
    exceptions.push({ index, bits: reader.bytes(8) });
  }
  const out = readIntegers(reader, count);
  if (power !== 1) for (let i = 0; i < count; i++) out[i] = (out[i] as number) / power;
  const bytes = new Uint8Array(out.buffer);
  for (const exception of exceptions) bytes.set(exception.bits, exception.index * 8);
  return out;
}
