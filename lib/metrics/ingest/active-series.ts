import { MINUTE_MS, type UnixMs } from "@/lib/core/time";
import type { SeriesMark } from "./series-mark";

/** A series is active for one to two of these after its last sample. Mimir counts 10 min, or 20 since 2.14. */
const GENERATION_MS = 10 * MINUTE_MS;

/**
 * The series of one source with a sample of late: two sets, of which the older one is dropped as a whole. So nothing has
 * to be walked through, and a series costs some 20 bytes.
 */
export class ActiveSeries {
  #generation = -1;
  #current = new Set<number>();
  #before = new Set<number>();
  /** Of those in `#before`, how many are in `#current` too. */
  #inBoth = 0;

  /** Notes a sample of a series. @returns false, with nothing noted, when it would be one more than `max`. */
  note(mark: SeriesMark, max: number, now: UnixMs): boolean {
    this.#turn(now);
    if (mark.owner === this && mark.generation === this.#generation) return true;
    const { fingerprint } = mark;
    if (!this.#current.has(fingerprint)) {
      if (this.#before.has(fingerprint)) this.#inBoth++;
      else if (this.#count() >= max) return false;
      this.#current.add(fingerprint);
    }
    mark.owner = this;
    mark.generation = this.#generation;
    return true;
  }

  count(now: UnixMs): number {
    this.#turn(now);
    return this.#count();
  }

  #count(): number {
    return this.#current.size + this.#before.size - this.#inBoth;
  }

  #turn(now: UnixMs): void {
    const generation = Math.floor(now / GENERATION_MS);
    if (generation <= this.#generation) return;
    this.#before = generation === this.#generation + 1 ? this.#current : new Set();
    this.#current = new Set();
    this.#inBoth = 0;
    this.#generation = generation;
  }
}
