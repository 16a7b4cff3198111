import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { simulatorWait } from "@/db/schema/simulator";
import type { Database } from "@/db/client";
import { backoffMs } from "@/lib/core/backoff";
import type { Context } from "@/lib/core/context";
import { isDatabaseAway } from "@/lib/core/database-away";
import { AppError } from "@/lib/core/errors";
import { publishLive } from "@/lib/live/publish";
import { TICK_MS } from "./constants";

/** Calls `work` until it succeeds. @throws what another try would not mend, and the signal's reason when it aborts while this waits. */
export type Patience = <T>(work: () => Promise<T>) => Promise<T>;

const isTransient = (error: unknown): boolean =>
  error instanceof AppError ? error.retryable : isDatabaseAway(error);

/**
 * How the simulator meets a store or database that is away: it stands still with the one batch that it holds and asks
 * again, a tick apart at most. Nothing is lost and no memory grows: the ticks that pass meanwhile are made afterwards. That
 * it waits, and why, is there for everybody to see as far as the database can be reached.
 */
export function newPatience({ db, now }: Pick<Context, "db" | "now">, signal: AbortSignal): Patience {
  return async (work) => {
    for (let failures = 1; ; failures += 1) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- one try after the other
        const value = await work();
        // oxlint-disable-next-line no-await-in-loop
        if (failures > 1) await endWait(db);
        return value;
      } catch (error) {
        if (!isTransient(error)) throw error;
        // oxlint-disable-next-line no-await-in-loop
        await noteWait(db, now(), error);
      }
      const waitMs = Math.min(TICK_MS, backoffMs(failures));
      // oxlint-disable-next-line no-await-in-loop
      await delay(waitMs, undefined, { signal }).catch(() => undefined);
      signal.throwIfAborted();
    }
  };
}

/** What was said first stands, as does the moment. The database itself may be what is away. */
async function noteWait(db: Database, now: number, error: unknown): Promise<void> {
  const reason = error instanceof AppError ? error.message : "The database does not answer.";
  await db
    .transaction(async (tx) => {
      const begun = await tx
        .insert(simulatorWait)
        .values({ since: new Date(now), reason })
        .onConflictDoUpdate({ target: simulatorWait.id, set: { reason } })
        .returning({ isNew: sql<boolean>`xmax = 0` });
      if (begun[0]?.isNew) await publishLive(tx, { topic: "simulator" });
    })
    .catch(() => undefined);
}

/** Nobody waits, as far as is known: also what a worker that was killed while it waited left behind. */
export async function endWait(db: Database): Promise<void> {
  await db
    .transaction(async (tx) => {
      const ended = await tx.delete(simulatorWait).returning({ id: simulatorWait.id });
      if (ended.length > 0) await publishLive(tx, { topic: "simulator" });
    })
    .catch(() => undefined);
}
