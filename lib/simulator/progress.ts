import { eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { backfills } from "@/db/schema/simulator";
import type { RangeMs, UnixMs } from "@/lib/core/time";
import { publishLive } from "@/lib/live/publish";

export interface Backfill extends RangeMs {
  /** Samples up to here are durable. */
  doneAt: UnixMs;
}

export async function readBackfill(db: Database, id: string): Promise<Backfill | null> {
  const [row] = await db.select().from(backfills).where(eq(backfills.id, id));
  return row ? { from: row.fromAt.getTime(), to: row.toAt.getTime(), doneAt: row.doneAt.getTime() } : null;
}

/** Plans a backfill. One that is planned already stays as it is. */
export async function planBackfill(db: Database, id: string, { from, to }: RangeMs): Promise<Backfill> {
  await db
    .insert(backfills)
    .values({ id, fromAt: new Date(from), toAt: new Date(to), doneAt: new Date(from) })
    .onConflictDoNothing();
  return (await readBackfill(db, id)) ?? { from, to, doneAt: from };
}

/** Notes how far a backfill has come, for everybody to see. */
export async function advanceBackfill(db: Database, id: string, doneAt: UnixMs): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(backfills)
      .set({ doneAt: new Date(doneAt), error: null, updatedAt: sql`now()` })
      .where(eq(backfills.id, id));
    await publishLive(tx, { topic: "simulator", key: id });
  });
}

export async function failBackfill(db: Database, id: string, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  await db.update(backfills).set({ error: message }).where(eq(backfills.id, id));
  await publishLive(db, { topic: "simulator", key: id });
}
