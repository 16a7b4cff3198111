import type { ByteReader, ByteWriter } from "./bytes";

/**
 * Integers up to 2^50 in size, each as the residual of a prediction: 0 the smallest value, 1 the value before, 2 the
 * line through the two values before. The residuals are cut into planes of equal significance, which the entropy coder
 * around the segment squeezes better, and JavaScript reads faster, than mixed variable-length numbers.
 */
type Order = 0 | 1 | 2;

/** So that the residual of order 2, doubled by the sign, stays an exact double. */
export const INTEGER_MAX = 2 ** 50;

const TWO_32 = 2 ** 32;

const zigzag = (value: number) => (value >= 0 ? value * 2 : -value * 2 - 1);
const bits = (value: number) =>
  value < TWO_32 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / TWO_32));

/** The prediction with the fewest bits left over. */
function chooseOrder(values: ArrayLike<number>, count: number, min: number): Order {
  let cost0 = 0;
  let cost1 = 0;
  let cost2 = 0;
  let before = values[0] as number;
  let slope = 0;
  for (let i = 1; i < count; i++) {
    const value = values[i] as number;
    const delta = value - before;
    cost0 += bits(value - min);
    cost1 += bits(zigzag(delta));
    if (i > 1) cost2 += bits(zigzag(delta - slope));
    slope = delta;
    before = value;
  }
  if (cost2 < cost1 && cost2 < cost0) return 2;
  return cost0 < cost1 ? 0 : 1;
}

function writePlanes(writer: ByteWriter, residuals: Float64Array, count: number): void {
  let max = 0;
  for (let i = 0; i < count; i++) max = Math.max(max, residuals[i] as number);
  const width = Math.ceil(bits(max) / 8);
  writer.byte(width);
  for (let plane = 0; plane < width; plane++) {
    const target = writer.take(count);
    if (plane < 4) {
      const shift = plane * 8;
      for (let i = 0; i < count; i++) target[i] = (residuals[i] as number) >>> shift;
    } else {
      const scale = 2 ** (plane * 8);
      for (let i = 0; i < count; i++) target[i] = Math.floor((residuals[i] as number) / scale);
    }
  }
}

function readPlanes(reader: ByteReader, count: number): Float64Array {
  const width = reader.byte();
  const out = new Float64Array(count);
  const planes = Array.from({ length: width }, () => reader.bytes(count));
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
export function writeIntegers(writer: ByteWriter, values: ArrayLike<number>, count: number): void {
  let min = Infinity;
  for (let i = 0; i < count; i++) min = Math.min(min, values[i] as number);
  const order = chooseOrder(values, count, min);
  const residuals = new Float64Array(Math.max(0, count - order));
  writer.byte(order);
  const first = values[0] as number;
  if (order === 0) {
    writer.zigzag(min);
    for (let i = 0; i < count; i++) residuals[i] = (values[i] as number) - min;
  } else if (order === 1) {
    writer.zigzag(first);
    for (let i = 1; i < count; i++)
      residuals[i - 1] = zigzag((values[i] as number) - (values[i - 1] as number));
  } else {
    let slope = (values[1] as number) - first;
    writer.zigzag(first);
    writer.zigzag(slope);
    for (let i = 2; i < count; i++) {
      const delta = (values[i] as number) - (values[i - 1] as number);
      residuals[i - 2] = zigzag(delta - slope);
      slope = delta;
    }
  }
  writePlanes(writer, residuals, residuals.length);
}

const unzigzag = (value: number) => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

export function readIntegers(reader: ByteReader, count: number): Float64Array {
  const order = reader.byte() as Order;
  const first = reader.zigzag();
  if (order === 0) {
    const out = readPlanes(reader, count);
    for (let i = 0; i < count; i++) out[i] = (out[i] as number) + first;
    return out;
  }
  const out = new Float64Array(count);
  out[0] = first;
  let value = first;
  if (order === 1) {
    const residuals = readPlanes(reader, count - 1);
    for (let i = 1; i < count; i++) out[i] = value += unzigzag(residuals[i - 1] as number);
    return out;
  }
  let slope = reader.zigzag();
  const residuals = readPlanes(reader, count - 2);
  out[1] = value += slope;
  for (let i = 2; i < count; i++) {
    slope += unzigzag(residuals[i - 2] as number);
    out[i] = value += slope;
  }
  return out;
}
