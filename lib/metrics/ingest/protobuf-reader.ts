import { InvalidError } from "@/lib/core/errors";
import type { SampleBuffer } from "./sample-buffer";

export const WIRE_VARINT = 0;
export const WIRE_FIXED64 = 1;
export const WIRE_BYTES = 2;
const WIRE_FIXED32 = 5;

/** Of `prometheus.Sample`: field 1, fixed64, and field 2, varint. */
const VALUE_TAG = 0x09;
const TIMESTAMP_TAG = 0x10;
const TWO_21 = 2 ** 21;
const IS_LITTLE = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** Longest varint: 64 bits, seven a byte. */
const VARINT_BYTES_MAX = 10;

/** Walks a protobuf message in place, without copies. Every read is checked against the end. */
export class ProtobufReader {
  readonly #bytes: Buffer;
  position: number;
  end: number;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.position = 0;
    this.end = bytes.length;
  }

  fault(what: string): InvalidError {
    return new InvalidError(`proto: ${what}`, { place: `byte ${this.position} of the unpacked body` });
  }

  /** Field number and wire type of what follows; 0 at the end of the message. */
  tag(): number {
    if (this.position >= this.end) return 0;
    const tag = this.uint();
    if (tag >>> 3 === 0) throw this.fault("illegal tag 0");
    return tag;
  }

  /** An unsigned number; bits beyond 2^53 are rounded, so use it for lengths, tags and enums only. */
  uint(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < VARINT_BYTES_MAX; i++) {
      const byte = this.#byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
    throw this.fault("integer overflow");
  }

  /** A signed 64-bit number; one that no double can hold exactly comes out rounded, and is no safe integer then. */
  int64(): number {
    const start = this.position;
    const value = this.uint();
    return value <= Number.MAX_SAFE_INTEGER ? value : Number(this.#exactVarint(start));
  }

  /** A signed 64-bit number with all its digits. */
  bigInt64(): bigint {
    const start = this.position;
    this.uint();
    return this.#exactVarint(start);
  }

  fixed64(): bigint {
    this.#need(8);
    const value = this.#bytes.readBigUInt64LE(this.position);
    this.position += 8;
    return value;
  }

  double(): number {
    this.#need(8);
    const value = this.#bytes.readDoubleLE(this.position);
    this.position += 8;
    return value;
  }

  /**
   * Takes a whole `prometheus.Sample` as encoders write it: value, then timestamp of six bytes, as from 2004 to 2109.
   *
   * @returns false, and takes nothing, when it is written in another way.
   */
  plainSample(samples: SampleBuffer): boolean {
    const { position: at } = this;
    const bytes = this.#bytes;
    if (this.end - at !== 16 || bytes[at] !== VALUE_TAG || bytes[at + 9] !== TIMESTAMP_TAG) return false;
    // Below, `as number` is safe because 16 bytes are there. All bytes of a varint but its last have the highest bit.
    const b0 = bytes[at + 10] as number;
    const b1 = bytes[at + 11] as number;
    const b2 = bytes[at + 12] as number;
    const b3 = bytes[at + 13] as number;
    const b4 = bytes[at + 14] as number;
    const b5 = bytes[at + 15] as number;
    if ((b0 & b1 & b2 & b3 & b4 & 0x80) === 0 || b5 >= 0x80) return false;
    const low = (b0 & 0x7f) | ((b1 & 0x7f) << 7) | ((b2 & 0x7f) << 14);
    const high = (b3 & 0x7f) | ((b4 & 0x7f) << 7) | (b5 << 14);
    const first = this.#word(at + 1);
    const second = this.#word(at + 5);
    samples.pushWords(low + high * TWO_21, IS_LITTLE ? first : second, IS_LITTLE ? second : first);
    this.position = this.end;
    return true;
  }

  /** Four bytes, lowest first, as an integer with a sign: its bits count. */
  #word(at: number): number {
    const bytes = this.#bytes;
    // Safe because the caller has looked at the length.
    return (
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)
    );
  }

  /** Whether the bytes from `start` to `end` are those of a text of one byte a character. */
  isLatin1(text: string, start: number, end: number): boolean {
    if (text.length !== end - start) return false;
    for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== this.#bytes[start + i]) return false;
    return true;
  }

  /** End of the length-delimited field that begins here; the position is then at its first byte. */
  enter(): number {
    const length = this.uint();
    this.#need(length);
    return this.position + length;
  }

  bytes(): Buffer {
    const end = this.enter();
    const view = this.#bytes.subarray(this.position, end);
    this.position = end;
    return view;
  }

  skip(tag: number): void {
    switch (tag & 7) {
      case WIRE_VARINT:
        this.uint();
        return;
      case WIRE_FIXED64:
        this.#advance(8);
        return;
      case WIRE_BYTES:
        this.#advance(this.uint());
        return;
      case WIRE_FIXED32:
        this.#advance(4);
        return;
      default:
        throw this.fault(`illegal wireType ${tag & 7}`);
    }
  }

  latin1(from: number, to: number): string {
    return this.#bytes.toString("latin1", from, to);
  }

  /** The varint from `start` to the position. */
  #exactVarint(start: number): bigint {
    let exact = 0n;
    for (let i = this.position - 1; i >= start; i--)
      exact = (exact << 7n) | BigInt((this.#bytes[i] as number) & 0x7f);
    return BigInt.asIntN(64, exact);
  }

  #byte(): number {
    if (this.position >= this.end) throw this.fault("unexpected EOF");
    return this.#bytes[this.position++] as number;
  }

  #need(length: number): void {
    if (this.position + length > this.end) throw this.fault("unexpected EOF");
  }

  #advance(length: number): void {
    this.#need(length);
    this.position += length;
  }
}
