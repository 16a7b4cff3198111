import { SECOND_MS, type UnixMs } from "@/lib/core/time";

/**
 * A token bucket that may go into debt. Whatever is asked for is given while there is anything left, so that no request
 * is too large to ever pass; the average keeps to the rate all the same.
 *
 * @see https://en.wikipedia.org/wiki/Token_bucket
 */
export class TokenBucket {
  #level: number | null = null;
  #at: UnixMs = 0;

  /** Milliseconds until something is left; 0 when there is now. */
  waitMs(perSecond: number, burst: number, now: UnixMs): number {
    this.#fill(perSecond, burst, now);
    const level = this.#level ?? burst;
    return level > 0 ? 0 : Math.ceil(((1 - level) / perSecond) * SECOND_MS);
  }

  /** Takes `amount`, whatever is left. */
  take(amount: number, perSecond: number, burst: number, now: UnixMs): void {
    this.#fill(perSecond, burst, now);
    this.#level = (this.#level ?? burst) - amount;
  }

  #fill(perSecond: number, burst: number, now: UnixMs): void {
    // A clock that is set back gives nothing and takes nothing.
    const elapsedMs = Math.max(0, now - this.#at);
    this.#level = this.#level === null ? burst : this.#level + (elapsedMs / SECOND_MS) * perSecond;
    this.#level = Math.min(this.#level, burst);
    this.#at = now;
  }
}
