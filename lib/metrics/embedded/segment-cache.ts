import type { Segment } from "./segment";

/** Segments out of their compression, the least recently used dropped first, within a budget of bytes. */
export class SegmentCache {
  readonly #budgetBytes: number;
  readonly #segments = new Map<number, Segment>();
  #bytes = 0;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(id: number): Segment | undefined {
    const segment = this.#segments.get(id);
    if (!segment) return undefined;
    this.#segments.delete(id);
    this.#segments.set(id, segment);
    return segment;
  }

  add(id: number, segment: Segment): void {
    if (this.#segments.has(id)) return;
    this.#segments.set(id, segment);
    this.#bytes += segment.sizeBytes;
    for (const [oldest, { sizeBytes }] of this.#segments) {
      if (this.#bytes <= this.#budgetBytes || oldest === id) break;
      this.#segments.delete(oldest);
      this.#bytes -= sizeBytes;
    }
  }
}
