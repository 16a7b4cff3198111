import type { Segment } from "./segment";

/** Unpacked segments, the least recently used dropped first, within a budget of bytes. */
export class SegmentCache {
  readonly #budgetBytes: number;
  readonly #entries = new Map<number, { segment: Segment; countedBytes: number }>();
  #bytes = 0;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(id: number): Segment | undefined {
    const entry = this.#entries.get(id);
    if (!entry) return undefined;
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    return entry.segment;
  }

  /** Puts a segment in, or counts it again after more of its columns were unpacked. */
  settle(id: number, segment: Segment): void {
    const before = this.#entries.get(id);
    this.#bytes += segment.sizeBytes - (before?.countedBytes ?? 0);
    this.#entries.delete(id);
    this.#entries.set(id, { segment, countedBytes: segment.sizeBytes });
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= this.#budgetBytes || oldest === id) break;
      this.#entries.delete(oldest);
      this.#bytes -= entry.countedBytes;
    }
  }
}
