import { and, eq, notInArray } from "drizzle-orm";
import { events } from "@/db/schema/events";
import type { Context } from "@/lib/core/context";
import { publishLive } from "@/lib/live/publish";
import { viewEvent } from "./view";

/**
 * Stores the phase that each event has by now and tells the readers of those that changed.
 *
 * @returns how many changed.
 */
export async function advanceEvents(ctx: Context): Promise<number> {
  const rows = await ctx.db
    .select()
    .from(events)
    .where(notInArray(events.phase, ["closed", "cancelled"]));
  let changed = 0;
  for (const row of rows) {
    const { phase } = viewEvent(row, ctx.now());
    if (phase === row.phase) continue;
    changed += 1;
    await ctx.db.transaction(async (tx) => {
      // A person may have cancelled it meanwhile: then the phase is no longer ours to move.
      await tx
        .update(events)
        .set({ phase })
        .where(and(eq(events.id, row.id), eq(events.phase, row.phase)));
      await publishLive(tx, { topic: "events", key: row.slug });
    });
  }
  return changed;
}
