import { setTimeout as delay } from "node:timers/promises";
import { backoffMs } from "@/lib/core/backoff";

/** A started part of the product. */
export interface RunningPart {
  /** For the status line: where it listens, how long it took. */
  detail: string;
  /** Settles when it is gone, with how it went. */
  exited: Promise<string>;
  /** Asks, then insists. Resolves when it is gone. */
  stop(): Promise<void>;
}

export interface Part {
  name: string;
  /** Resolves when the part does its work. */
  start(): Promise<RunningPart>;
}

export type Report = (name: string, line: string) => void;

/**
 * Ends of a part are counted over this time, and the first ten of them are followed by a quick start: so many starts a
 * minute burn less than half a processor, and one that is killed often is still there most of the time. Our choice.
 */
const COUNTED_MS = 60_000;
const QUICK_STARTS = 10;

/** How long to wait before the next start. @param ends times of the ends so far, the one just seen included */
export function restartAfterMs(ends: readonly number[], now: number): number {
  const recent = ends.filter((end) => now - end < COUNTED_MS).length;
  return backoffMs(Math.max(1, recent - QUICK_STARTS + 1));
}

export interface Kept {
  /** Stops the part for good. */
  stop(): Promise<void>;
}

/**
 * Starts a part and keeps it running: whenever it ends on its own it is started again, with back-off.
 *
 * @throws whatever the first start throws: later failures are reported and tried again.
 */
export async function keepRunning(part: Part, report: Report): Promise<Kept> {
  const stopping = new AbortController();
  let running = await part.start();
  report(part.name, running.detail);
  const ended = (async () => {
    let ends: number[] = [];
    while (!stopping.signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- one life after the other
      const how = await running.exited;
      if (stopping.signal.aborted) return;
      const now = performance.now();
      ends = [...ends.filter((end) => now - end < COUNTED_MS), now];
      const waitMs = restartAfterMs(ends, now);
      report(part.name, `${how}; starts again in ${waitMs / 1_000} s`);
      // oxlint-disable-next-line no-await-in-loop
      await delay(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      // oxlint-disable-next-line no-await-in-loop
      running = await part.start().then(undefined, failedStart);
      if (stopping.signal.aborted) {
        // oxlint-disable-next-line no-await-in-loop
        await running.stop();
        return;
      }
      if (running.detail !== "") report(part.name, running.detail);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await running.stop();
      await ended;
    },
  };
}

/** A start that failed is a life of no length. */
function failedStart(thrown: unknown): RunningPart {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return { detail: "", exited: Promise.resolve(why), stop: () => Promise.resolve() };
}
