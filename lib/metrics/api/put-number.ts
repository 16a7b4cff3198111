import type { UnixMs } from "@/lib/core/time";
import { formatTimestamp, formatValue } from "./format-number";

/** Room that any value or time takes at most: `-2.2250738585072014e-308` and `-8640000000000.001` fit. */
export const NUMBER_BYTES_MAX = 25;

const ZERO = 48;
const POINT = 46;
const MINUS = 45;
const TEN_TO_8 = 100_000_000;
/** Below it a decimal number of as many digits is the shortest text of its double: 15 digits never meet in one double. */
const FIFTEEN_DIGITS = 1e15;

/** "0000" to "9999" as bytes: four digits cost one look. */
const FOUR_DIGITS = new Uint8Array(40_000);
for (let n = 0, at = 0; n < 10_000; n++) {
  for (const power of [1_000, 100, 10, 1]) FOUR_DIGITS[at++] = ZERO + (Math.floor(n / power) % 10);
}

/** `n` below 10^4, with its leading zeros. */
function putFour(out: Uint8Array, at: number, n: number): number {
  const from = n * 4;
  // Safe because n is below 10^4, and the table has four bytes for each.
  out[at] = FOUR_DIGITS[from] as number;
  out[at + 1] = FOUR_DIGITS[from + 1] as number;
  out[at + 2] = FOUR_DIGITS[from + 2] as number;
  out[at + 3] = FOUR_DIGITS[from + 3] as number;
  return at + 4;
}

/** `n` below 10^4, without leading zeros; 0 is "0". */
function putUpToFour(out: Uint8Array, start: number, n: number): number {
  let at = start;
  if (n >= 1_000) out[at++] = ZERO + ((n / 1_000) | 0);
  if (n >= 100) out[at++] = ZERO + (((n / 100) | 0) % 10);
  if (n >= 10) out[at++] = ZERO + (((n / 10) | 0) % 10);
  out[at++] = ZERO + (n % 10);
  return at;
}

/** A whole number from 0 to 2^53. */
function putWhole(out: Uint8Array, at: number, value: number): number {
  if (value < 10_000) return putUpToFour(out, at, value);
  if (value < TEN_TO_8) {
    const high = (value / 10_000) | 0;
    return putFour(out, putUpToFour(out, at, high), value - high * 10_000);
  }
  const high = Math.floor(value / TEN_TO_8);
  const low = value - high * TEN_TO_8;
  const upper = (low / 10_000) | 0;
  return putFour(out, putFour(out, putWhole(out, at, high), upper), low - upper * 10_000);
}

/** `thousandths` below 1,000, as three digits. */
function putThree(out: Uint8Array, at: number, thousandths: number): number {
  const from = thousandths * 4 + 1;
  // Safe as in `putFour`.
  out[at] = FOUR_DIGITS[from] as number;
  out[at + 1] = FOUR_DIGITS[from + 1] as number;
  out[at + 2] = FOUR_DIGITS[from + 2] as number;
  return at + 3;
}

function putAscii(out: Uint8Array, start: number, text: string): number {
  let at = start;
  for (let i = 0; i < text.length; i++) out[at++] = text.charCodeAt(i);
  return at;
}

/** A positive number of at most six decimals whose digits are 15 at most, or -1 when it is none. */
function putDecimal(out: Uint8Array, start: number, value: number): number {
  let at = start;
  const thousandths = Math.round(value * 1_000);
  if (thousandths / 1_000 === value && thousandths < FIFTEEN_DIGITS) {
    const whole = Math.floor(thousandths / 1_000);
    at = putWhole(out, at, whole);
    out[at++] = POINT;
    at = putThree(out, at, thousandths - whole * 1_000);
  } else {
    // Division of whole numbers is correctly rounded, so equality proves that these digits read back as this double.
    const millionths = Math.round(value * 1_000_000);
    if (millionths / 1_000_000 !== value || millionths >= FIFTEEN_DIGITS) return -1;
    const whole = Math.floor(millionths / 1_000_000);
    const rest = millionths - whole * 1_000_000;
    const upper = (rest / 1_000) | 0;
    at = putWhole(out, at, whole);
    out[at++] = POINT;
    at = putThree(out, putThree(out, at, upper), rest - upper * 1_000);
  }
  while (out[at - 1] === ZERO) at--;
  return at;
}

/** Writes what `formatValue` says, faster: whole numbers and short decimals digit by digit. @returns the place behind it */
export function putValue(out: Uint8Array, start: number, value: number): number {
  let at = start;
  const size = Math.abs(value);
  if (size <= Number.MAX_SAFE_INTEGER && !Object.is(value, -0)) {
    if (value < 0) out[at++] = MINUS;
    if (Math.floor(size) === size) return putWhole(out, at, size);
    const end = putDecimal(out, at, size);
    if (end > 0) return end;
  }
  return putAscii(out, start, formatValue(value));
}

/** Writes what `formatTimestamp` says. @returns the place behind it */
export function putTimestamp(out: Uint8Array, start: number, t: UnixMs): number {
  if (t < 0) return putAscii(out, start, formatTimestamp(t));
  const seconds = Math.floor(t / 1_000);
  const rest = t - seconds * 1_000;
  let at = putWhole(out, start, seconds);
  if (rest === 0) return at;
  out[at++] = POINT;
  return putThree(out, at, rest);
}
