import { setTimeout as delay } from "node:timers/promises";

export interface EveryOptions {
  periodMs: number;
  signal: AbortSignal;
  /** Called with each throw; the loop goes on at the next period. */
  onError: (error: unknown) => void;
  /** Told at each call how long after it was due it began. */
  onLate?: (ms: number) => void;
}

/**
 * Calls `work` now and then every `periodMs`, never two at once: a slow call delays the next to the following full
 * period. Ends when the signal aborts, after the call that is under way.
 */
export async function every(
  { periodMs, signal, onError, onLate }: EveryOptions,
  work: () => Promise<void>,
): Promise<void> {
  let due = performance.now();
  while (!signal.aborted) {
    onLate?.(performance.now() - due);
    try {
      await work();
    } catch (error) {
      if (!signal.aborted) onError(error);
    }
    const late = performance.now() - due;
    due += periodMs * Math.max(1, Math.ceil(late / periodMs));
    try {
      await delay(Math.max(0, due - performance.now()), undefined, { signal });
    } catch {
      return; // Aborted while waiting: the only rejection that `delay` has.
    }
  }
}
