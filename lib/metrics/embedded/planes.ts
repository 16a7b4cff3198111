import { type ByteReader, ByteWriter } from "./bytes";

/** Bytes of a 64-bit number. */
export const PLANES = 8;

/**
 * Where numbers are written cut into bytes: those of equal significance of all series side by side, each significance
 * apart from the others. So an entropy coder meets bytes of one kind at a time.
 */
export class PlaneWriter {
  /** What is no part of a plane: forms, first values, exceptions. */
  readonly head = new ByteWriter();
  /** The lowest bytes first. */
  readonly planes: readonly ByteWriter[] = Array.from({ length: PLANES }, () => new ByteWriter());

  /** Room for one byte of each of `count` numbers. */
  take(plane: number, count: number): Uint8Array {
    return (this.planes[plane] as ByteWriter).take(count); // Safe because no number has more bytes.
  }
}

/** Reads what a PlaneWriter wrote. */
export class PlaneReader {
  readonly head: ByteReader;
  readonly #planes: readonly ByteReader[];

  /** @param planes one for each, or a single one where they follow each other behind the head. */
  constructor(head: ByteReader, planes: readonly ByteReader[]) {
    this.head = head;
    this.#planes = planes;
  }

  take(plane: number, count: number): Uint8Array {
    return (this.#planes[plane] ?? this.head).bytes(count);
  }
}
