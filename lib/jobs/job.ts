import type { Context } from "@/lib/core/context";

/**
 * Work that PostgreSQL remembers: begun again, with back-off, when the process that did it died. `run` must bear being run
 * twice.
 */
export interface Job {
  /** Stable: the queue carries it. */
  name: string;
  /** When it is due, as in crontab(5), UTC. */
  cron: string;
  /** After this long it counts as lost and is begun again. */
  expireInSeconds: number;
  run(ctx: Context, signal: AbortSignal): Promise<void>;
}
