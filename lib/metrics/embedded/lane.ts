import { TimeoutError, UnavailableError } from "@/lib/core/errors";
import type { DurationMs } from "@/lib/core/time";

export interface Patience {
  signal?: AbortSignal | undefined;
  timeoutMs: DurationMs;
}

/** So many places; who finds none waits for one, in order. */
export class Lane {
  readonly #places: number;
  readonly #waitingMax: number;
  #taken = 0;
  readonly #waiting = new Set<() => void>();

  constructor(places: number, waitingMax = Infinity) {
    this.#places = places;
    this.#waitingMax = waitingMax;
  }

  /**
   * Takes a place.
   *
   * @throws TimeoutError in Prometheus' words when the turn does not come in time; the signal's reason when it aborts;
   * UnavailableError when too many wait already.
   */
  async enter({ signal, timeoutMs }: Patience): Promise<void> {
    signal?.throwIfAborted();
    if (this.#taken < this.#places) {
      this.#taken += 1;
      return;
    }
    if (this.#waiting.size >= this.#waitingMax)
      throw new UnavailableError(
        "too many queries wait for memory: try again, or narrow the selector or the range",
      );
    await this.#turn(signal, timeoutMs);
  }

  /** Gives a place back. Who waits takes it over in the same step, so that nobody can slip in between. */
  leave(): void {
    const [next] = this.#waiting;
    if (next) next();
    else this.#taken -= 1;
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
