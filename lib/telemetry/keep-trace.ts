import type { FinishedTrace } from "./stored-trace";

export const KEEP_REASONS = ["error", "slow", "sample"] as const;
export type KeepReason = (typeof KEEP_REASONS)[number];

/** Half of what makes a person notice that something took long (1 s, Nielsen 1993). */
const SLOW_MS = 500;
/** Of ordinary traces one in so many is kept, enough to compare a slow one with. Our choice. */
const SAMPLED_ONE_IN = 64;
/** Of traces with one name and reason so many a minute: a flood of failures looks the same each time. Our choice. */
const A_MINUTE_MAX = 10;
const MINUTE_MS = 60_000;

/**
 * Why a trace is kept, or null. Failed and slow ones always are; of the others the same share is taken by every part of the
 * product, because the id decides.
 */
export function keepReason({ failed, isStream, durationMs, traceId }: FinishedTrace): KeepReason | null {
  if (failed) return "error";
  if (!isStream && durationMs >= SLOW_MS) return "slow";
  // The last seven bytes are random by W3C Trace Context level 2.
  return Number.parseInt(traceId.slice(-6), 16) % SAMPLED_ONE_IN === 0 ? "sample" : null;
}

/** Lets A_MINUTE_MAX of one key through in each minute. */
export class MinuteLimit {
  readonly #seen = new Map<string, number>();
  #minute = 0;

  admit(key: string, now: number): boolean {
    const minute = Math.floor(now / MINUTE_MS);
    if (minute !== this.#minute) this.#seen.clear();
    this.#minute = minute;
    const seen = (this.#seen.get(key) ?? 0) + 1;
    this.#seen.set(key, seen);
    return seen <= A_MINUTE_MAX;
  }
}
