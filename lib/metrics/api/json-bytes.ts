const FIRST_CAPACITY = 4_096;

/**
 * JSON as bytes, as it goes over the wire: no text is built first and encoded then. Callers that write numbers digit by
 * digit ask for room, write at `at` and move it.
 */
export class JsonBytes {
  /** Memory of its own, not of the pool: it may be handed on to another thread. */
  bytes = Buffer.allocUnsafeSlow(FIRST_CAPACITY);
  at = 0;

  /** Makes sure of `count` more bytes. */
  room(count: number): void {
    const needed = this.at + count;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.at);
    this.bytes = grown;
  }

  text(text: string): void {
    // UTF-8 takes at most three bytes for each UTF-16 unit.
    this.room(text.length * 3);
    this.at += this.bytes.write(text, this.at, "utf8");
  }

  /** What was written, without a copy. */
  done(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.at);
  }
}
