import { LimitError } from "@/lib/core/errors";
import type { OpenMemory } from "@/lib/metrics/store";
import { Lane, type Patience } from "./lane";

const MEBIBYTE = 1024 * 1024;

export interface GateLimits {
  /** Queries at once that hold no more than their share; ten at a time on one thread are not faster than one after the other. */
  atOnce: number;
  /** What each of these may hold. */
  shareBytes: number;
  /** What the one query may hold that needs more than its share. */
  queryBytesMax: number;
  /** Queries that wait to be that one; each may hold its share meanwhile. */
  heavyWaiting: number;
}

/**
 * Prometheus takes 20 queries (`--query.max-concurrency`) of 50 million samples each on all cores of a machine. Ours
 * share one thread and half a gigabyte, 20 million samples and the answer in JSON; a share is a panel of 1,000 series.
 */
export const GATE_LIMITS: GateLimits = {
  atOnce: 8,
  shareBytes: 32 * MEBIBYTE,
  queryBytesMax: 512 * MEBIBYTE,
  heavyWaiting: 16,
};

/**
 * Bounds what all queries together hold of samples, results and answers. A query that needs more than its share leaves
 * its place to others and waits to be the one heavy query: heavy ones run one after the other, and light ones never wait
 * for them.
 */
export class QueryGate {
  readonly #limits: GateLimits;
  readonly #light: Lane;
  readonly #heavy: Lane;

  constructor(limits: GateLimits = GATE_LIMITS) {
    this.#limits = limits;
    this.#light = new Lane(limits.atOnce);
    this.#heavy = new Lane(1, limits.heavyWaiting);
  }

  /**
   * Waits for a place.
   *
   * @throws TimeoutError in Prometheus' words when the turn does not come in time; the signal's reason when it aborts.
   */
  async enter(patience: Patience): Promise<OpenMemory> {
    const deadline = performance.now() + patience.timeoutMs;
    await this.#light.enter(patience);
    const [limits, light, heavy] = [this.#limits, this.#light, this.#heavy];
    let bytes = 0;
    let lane: Lane | null = light;
    let isClosed = false;
    /** Selectors of one query load at once, and wait together. */
    let turn: Promise<void> | undefined;
    const becomeHeavy = async (): Promise<void> => {
      lane = null;
      light.leave();
      await heavy.enter({ ...patience, timeoutMs: Math.max(0, deadline - performance.now()) });
      // The query may have ended while one of its selectors still waited: nobody would give the place back.
      if (isClosed) heavy.leave();
      else lane = heavy;
    };
    const isOver = (): boolean => lane !== heavy && bytes > limits.shareBytes;
    return {
      take: (more) => {
        bytes += more;
        if (bytes > limits.queryBytesMax)
          throw new LimitError(
            "query processing would load too many samples into memory in query execution; narrow the selector or the range",
          );
      },
      get isOver() {
        return isOver();
      },
      settle: async () => {
        if (isOver() && !isClosed) await (turn ??= becomeHeavy());
      },
      close: () => {
        isClosed = true;
        lane?.leave();
        lane = null;
      },
    };
  }
}
