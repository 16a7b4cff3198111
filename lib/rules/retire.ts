import { inArray } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { recordingRules, retiredSeries } from "@/db/schema/rules";
import type { Context } from "@/lib/core/context";
import { staleAt } from "./plan-write";

/** Removes rules; their living series wait for their staleness markers. */
export async function retireRules(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const removed = await tx
    .delete(recordingRules)
    .where(inArray(recordingRules.id, [...ids]))
    .returning({ written: recordingRules.written });
  const left = removed.map(({ written }) => written).filter((labels) => labels.length > 0);
  if (left.length > 0) await tx.insert(retiredSeries).values(left.map((labels) => ({ labels })));
}

/**
 * Writes the staleness markers of removed rules, at the present. A row is deleted after its markers are durable: a crash
 * in between writes them twice, which says the same.
 */
export async function markRetired({
  db,
  metrics,
  now,
}: Pick<Context, "db" | "metrics" | "now">): Promise<void> {
  for (const { id, labels } of await readRetired(db)) {
    // oxlint-disable-next-line no-await-in-loop -- one row after the other, each done for good
    await metrics.write({ series: labels.map((one) => staleAt(one, now())) });
    // oxlint-disable-next-line no-await-in-loop
    await db.delete(retiredSeries).where(inArray(retiredSeries.id, [id]));
  }
}

const readRetired = (db: Database) => db.select().from(retiredSeries).orderBy(retiredSeries.id);
