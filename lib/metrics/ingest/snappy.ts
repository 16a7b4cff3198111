import { InvalidError, LimitError } from "@/lib/core/errors";

const corrupt = (place: number) =>
  new InvalidError("snappy: corrupt input", { place: `byte ${place} of the body` });

/** Length that a block claims to unpack to, and where its elements begin. */
function readDeclaredLength(block: Uint8Array): { length: number; start: number } {
  let length = 0;
  let scale = 1;
  for (let i = 0; i < 5; i++) {
    const byte = block[i];
    if (byte === undefined) throw corrupt(i);
    length += (byte & 0x7f) * scale;
    if (byte < 0x80) return { length, start: i + 1 };
    scale *= 0x80;
  }
  throw corrupt(5);
}

/** Reads `bytes` (1 to 4) bytes, lowest first. */
function readNumber(block: Uint8Array, at: number, bytes: number): number {
  if (at + bytes > block.length) throw corrupt(at);
  let value = 0;
  for (let i = bytes - 1; i >= 0; i--) value = value * 256 + (block[at + i] as number);
  return value;
}

/** Up to here copying byte by byte is faster than a call into the engine. Our choice, measured with Prometheus' requests. */
const SHORT_MAX = 32;

/** Copies within the output; the ranges may overlap, which repeats a pattern. */
function copyBack(out: Uint8Array, written: number, offset: number, length: number): void {
  if (offset >= length && length > SHORT_MAX) {
    out.copyWithin(written, written - offset, written - offset + length);
    return;
  }
  for (let i = 0; i < length; i++) out[written + i] = out[written - offset + i] as number;
}

/**
 * Bytes that a snappy block claims to unpack to.
 *
 * @throws LimitError when that is more than `lengthMax`; InvalidError when it does not say.
 */
export function claimedLength(block: Uint8Array, lengthMax: number): number {
  const { length } = readDeclaredLength(block);
  if (length > lengthMax) {
    throw new LimitError(`The request claims to unpack to ${length} bytes; the limit is ${lengthMax}.`, {
      place: "body",
    });
  }
  return length;
}

/**
 * Unpacks a snappy block. The declared length is checked before any memory is taken, and every element against what is
 * left of input and output.
 *
 * @throws LimitError when the block claims more than `lengthMax`; InvalidError with the byte when it is malformed.
 * @see https://github.com/google/snappy/blob/main/format_description.txt
 */
export function unpackSnappy(block: Uint8Array, lengthMax: number): Uint8Array {
  const declared = claimedLength(block, lengthMax);
  const { start } = readDeclaredLength(block);
  const out = new Uint8Array(declared);
  let at = start;
  let written = 0;
  while (at < block.length) {
    const tag = block[at] as number;
    const place = at;
    at++;
    if ((tag & 3) === 0) {
      let length = (tag >>> 2) + 1;
      if (length > 60) {
        const bytes = length - 60;
        length = readNumber(block, at, bytes) + 1;
        at += bytes;
      }
      if (at + length > block.length || written + length > declared) throw corrupt(place);
      if (length > SHORT_MAX) out.set(block.subarray(at, at + length), written);
      else for (let i = 0; i < length; i++) out[written + i] = block[at + i] as number; // Safe: checked above.
      at += length;
      written += length;
      continue;
    }
    const isShort = (tag & 3) === 1;
    const offsetBytes = isShort ? 1 : (tag & 3) === 2 ? 2 : 4;
    const length = isShort ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
    const offset = readNumber(block, at, offsetBytes) + (isShort ? (tag >>> 5) * 256 : 0);
    at += offsetBytes;
    if (offset === 0 || offset > written || written + length > declared) throw corrupt(place);
    copyBack(out, written, offset, length);
    written += length;
  }
  if (written !== declared) throw corrupt(block.length);
  return out;
}
