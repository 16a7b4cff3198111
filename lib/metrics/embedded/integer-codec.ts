import { InvalidError } from "@/lib/core/errors";

import { planeBits } from "./plane-entropy";
import type { PlaneReader, PlaneWriter } from "./planes";

/**
 * Integers up to 2^50 in size, each as the residual of a prediction: 0 the smallest value, 1 the value before, 2 the
 * line through the two values before. The residuals are cut into planes of equal significance, which the entropy coder
 * around the segment squeezes better, and JavaScript reads faster, than mixed variable-length numbers.
 */
type Order = 0 | 1 | 2;

/** Forms 0 to 2 have residuals with their sign in the lowest bit, by order. They are read, not written. */
const STEPPED = 3;

/** So that the residual of order 2, and what it is above the least, stay exact doubles. */
export const INTEGER_MAX = 2 ** 50;

const TWO_32 = 2 ** 32;

const bits = (value: number) =>
  value < TWO_32 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / TWO_32));

/**
 * Residuals as `min + step * n`: their common divisor is taken out (pages of memory, whole seconds in milliseconds), and
 * the least of them, so that what is left is small and has no sign.
 */
interface Residuals {
  order: Order;
  min: number;
  step: number;
  /** The `n`. */
  rest: Float64Array;
}

function differences(values: ArrayLike<number>, count: number, order: Order): Float64Array {
  const out = new Float64Array(Math.max(0, count - order));
  for (let i = order; i < count; i++) {
    const value = values[i] as number;
    if (order === 0) out[i] = value;
    else if (order === 1) out[i - 1] = value - (values[i - 1] as number);
    else out[i - 2] = value - 2 * (values[i - 1] as number) + (values[i - 2] as number);
  }
  return out;
}

function divisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

function residualsOf(values: ArrayLike<number>, count: number, order: Order): Residuals {
  const rest = differences(values, count, order);
  let min = rest.length === 0 ? 0 : Infinity;
  for (const value of rest) if (value < min) min = value;
  let step = 0;
  for (let i = 0; i < rest.length; i++) {
    const value = (rest[i] as number) - min;
    rest[i] = value;
    if (step !== 1 && (step === 0 || value % step !== 0)) step = divisor(step, value);
  }
  if (step > 1) for (let i = 0; i < rest.length; i++) rest[i] = (rest[i] as number) / step;
  return { order, min, step: Math.max(1, step), rest };
}

function bitsOf(residuals: Float64Array): number {
  let max = 0;
  for (const value of residuals) if (value > max) max = value;
  let sum = 0;
  for (let scale = 1; scale <= max; scale *= 256)
    sum += planeBits(residuals.length, (i) => Math.floor((residuals[i] as number) / scale) % 256);
  return sum;
}

/** The prediction that leaves the fewest bits. */
function choose(values: ArrayLike<number>, count: number): Residuals {
  let best = residualsOf(values, count, 0);
  let bestBits = bitsOf(best.rest);
  for (const order of [1, 2] as const) {
    if (count <= order) break;
    const other = residualsOf(values, count, order);
    const bits = bitsOf(other.rest);
    if (bits < bestBits) [best, bestBits] = [other, bits];
  }
  return best;
}

function writePlanes(writer: PlaneWriter, residuals: Float64Array, count: number): void {
  let max = 0;
  for (let i = 0; i < count; i++) max = Math.max(max, residuals[i] as number);
  const width = Math.ceil(bits(max) / 8);
  writer.head.byte(width);
  for (let plane = 0; plane < width; plane++) {
    const target = writer.take(plane, count);
    if (plane < 4) {
      const shift = plane * 8;
      for (let i = 0; i < count; i++) target[i] = (residuals[i] as number) >>> shift;
    } else {
      const scale = 2 ** (plane * 8);
      for (let i = 0; i < count; i++) target[i] = Math.floor((residuals[i] as number) / scale);
    }
  }
}

function readPlanes(reader: PlaneReader, count: number): Float64Array {
  const width = reader.head.byte();
  const out = new Float64Array(count);
  const planes = Array.from({ length: width }, (_, plane) => reader.take(plane, count));
  const [a, b, c, d] = planes;
  if (a === undefined) return out;
  if (b === undefined) for (let i = 0; i < count; i++) out[i] = a[i] as number;
  else if (c === undefined)
    for (let i = 0; i < count; i++) out[i] = (a[i] as number) | ((b[i] as number) << 8);
  else if (d === undefined)
    for (let i = 0; i < count; i++)
      out[i] = (a[i] as number) | ((b[i] as number) << 8) | ((c[i] as number) << 16);
  else
    for (let i = 0; i < count; i++)
      out[i] =
        ((a[i] as number) | ((b[i] as number) << 8) | ((c[i] as number) << 16) | ((d[i] as number) << 24)) >>>
        0;
  for (let plane = 4; plane < width; plane++) {
    const source = planes[plane] as Uint8Array;
    const scale = 2 ** (plane * 8);
    for (let i = 0; i < count; i++) out[i] = (out[i] as number) + (source[i] as number) * scale;
  }
  return out;
}

/** @param values at least one; integers of at most INTEGER_MAX in size. */
export function writeIntegers(writer: PlaneWriter, values: ArrayLike<number>, count: number): void {
  const { order, min, step, rest } = choose(values, count);
  writer.head.byte(STEPPED + order);
  const first = values[0] as number;
  if (order > 0) writer.head.zigzag(first);
  if (order > 1) writer.head.zigzag((values[1] as number) - first);
  writer.head.zigzag(min);
  writer.head.varint(step);
  writePlanes(writer, rest, rest.length);
}

const unzigzag = (value: number) => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

export function readIntegers(reader: PlaneReader, count: number): Float64Array {
  const form = reader.head.byte();
  if (form >= STEPPED) return readStepped(reader, count, form - STEPPED);
  const first = reader.head.zigzag();
  if (form === 0) {
    const out = readPlanes(reader, count);
    for (let i = 0; i < count; i++) out[i] = (out[i] as number) + first;
    return out;
  }
  const slope = form === 1 ? 0 : reader.head.zigzag();
  const residuals = readPlanes(reader, count - form);
  for (let i = 0; i < residuals.length; i++) residuals[i] = unzigzag(residuals[i] as number);
  return sumUp(residuals, count, { order: form as Order, first, slope });
}

function readStepped(reader: PlaneReader, count: number, order: number): Float64Array {
  if (order > 2) throw new InvalidError(`Stored metric integers have the unknown form ${order}.`);
  const first = order > 0 ? reader.head.zigzag() : 0;
  const slope = order > 1 ? reader.head.zigzag() : 0;
  const min = reader.head.zigzag();
  const step = reader.head.varint();
  const residuals = readPlanes(reader, count - order);
  if (step === 1) for (let i = 0; i < residuals.length; i++) residuals[i] = (residuals[i] as number) + min;
  else for (let i = 0; i < residuals.length; i++) residuals[i] = (residuals[i] as number) * step + min;
  return order === 0 ? residuals : sumUp(residuals, count, { order: order as Order, first, slope });
}

/** Values out of their differences of the first or second order. */
function sumUp(
  residuals: Float64Array,
  count: number,
  { order, first, slope: firstSlope }: { order: Order; first: number; slope: number },
): Float64Array {
  const out = new Float64Array(count);
  let value = (out[0] = first);
  if (order === 1) {
    for (let i = 1; i < count; i++) out[i] = value += residuals[i - 1] as number;
    return out;
  }
  let slope = firstSlope;
  out[1] = value += slope;
  for (let i = 2; i < count; i++) {
    slope += residuals[i - 2] as number;
    out[i] = value += slope;
  }
  return out;
}
