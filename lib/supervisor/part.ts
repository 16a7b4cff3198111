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

/** After this long without a fault the next one counts as the first. Our choice. */
const HEALTHY_MS = 60_000;

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
    let failures = 0;
    let startedAt = performance.now();
    while (!stopping.signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- one life after the other
      const how = await running.exited;
      if (stopping.signal.aborted) return;
      failures = performance.now() - startedAt > HEALTHY_MS ? 1 : failures + 1;
      report(part.name, `${how}; starts again in ${backoffMs(failures) / 1_000} s`);
      // oxlint-disable-next-line no-await-in-loop
      await delay(backoffMs(failures), undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      startedAt = performance.now();
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
