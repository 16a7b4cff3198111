import { TimeoutError } from "@/lib/core/errors";
import type { DurationMs } from "@/lib/core/time";

/**
 * Lets a number of queries run at once, the others wait for their turn in order: each may hold hundreds of megabytes, and
 * on one thread ten at a time are not faster than one after the other.
 */
export class QueryGate {
  readonly #max: number;
  #running = 0;
  readonly #waiting = new Set<() => void>();

  constructor(max: number) {
    this.#max = max;
  }

  /** @throws TimeoutError in Prometheus' words when the turn does not come in time; the signal's reason when it aborts. */
  async run<T>(
    { signal, timeoutMs }: { signal?: AbortSignal | undefined; timeoutMs: DurationMs },
    work: () => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    if (this.#running >= this.#max) await this.#turn(signal, timeoutMs);
    else this.#running += 1;
    try {
      return await work();
    } finally {
      // Who waits takes over the place, so that nobody can slip in between.
      const [next] = this.#waiting;
      if (next) next();
      else this.#running -= 1;
    }
  }

  async #turn(signal: AbortSignal | undefined, timeoutMs: DurationMs): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const next = (): void => {
      this.#waiting.delete(next);
      resolve();
    };
    // Out of the queue in the same step: a place that is given to who has left would be lost.
    const giveUp = (reason: unknown): void => {
      this.#waiting.delete(next);
      reject(reason);
    };
    const onAbort = (): void => giveUp(signal?.reason);
    const timer = setTimeout(() => giveUp(new TimeoutError("query timed out in query queue")), timeoutMs);
    this.#waiting.add(next);
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    }
  }
}
