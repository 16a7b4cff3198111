import { setImmediate as nextTurn } from "node:timers/promises";
import { LimitError, TimeoutError } from "@/lib/core/errors";
import type { QueryMemory } from "../source";

export interface BudgetOptions {
  signal?: AbortSignal | undefined;
  timeoutMs: number;
  samplesMax: number;
  memory?: QueryMemory | undefined;
}

/** A value and whether it is there. */
const POINT_BYTES = 9;

/** Longest stretch of work between two turns of the event loop. Our choice: half of a 60 Hz frame. */
const TURN_MS = 8;

/** What one query may use: time, memory, and its share of the event loop. */
export class Budget {
  private samples = 0;
  private turnEnds: number;
  private readonly deadline: number;

  constructor(private readonly options: BudgetOptions) {
    const now = performance.now();
    this.deadline = now + options.timeoutMs;
    this.turnEnds = now + TURN_MS;
  }

  /**
   * Counts samples that the query holds.
   *
   * @param points of new columns, with a value or without: these take memory of their own.
   * @throws LimitError in Prometheus' words
   */
  spend(samples: number, points: number): void {
    this.samples += samples;
    this.options.memory?.take(points * POINT_BYTES);
    if (this.samples > this.options.samplesMax) {
      throw new LimitError("query processing would load too many samples into memory in query execution");
    }
  }

  /** True when `pause` should be awaited before more work. Cheap enough for once a series. */
  due(): boolean {
    return performance.now() >= this.turnEnds || this.options.memory?.isOver === true;
  }

  /** Lets others run, then checks that the query is still wanted. */
  async pause(): Promise<void> {
    await nextTurn();
    await this.options.memory?.settle();
    this.check();
    this.turnEnds = performance.now() + TURN_MS;
  }

  /** @throws TimeoutError past the deadline; the signal's reason when it was aborted */
  check(doing: "query execution" | "expression evaluation" = "expression evaluation"): void {
    this.options.signal?.throwIfAborted();
    if (performance.now() > this.deadline) {
      throw new TimeoutError(`query timed out in ${doing}`);
    }
  }
}
