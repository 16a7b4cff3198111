import type { Context } from "@/lib/core/context";
import { events } from "@/db/schema/events";
import { phaseAt } from "./phase";
import { MALL_APP, seedEvents } from "./seed-events";

/**
 * Writes the three first events, unless there is any event. Must run before the simulator fills in history, which plays
 * them as promotions.
 *
 * @returns how many were written: 3 or 0.
 */
export async function seedFirstEvents(ctx: Context): Promise<number> {
  const now = ctx.now();
  return ctx.db.transaction(async (tx) => {
    const [any] = await tx.select({ id: events.id }).from(events).limit(1);
    if (any) return 0;
    const rows = seedEvents(now).map((event) => ({
      ...event,
      app: MALL_APP,
      phase: phaseAt({ ...event, phase: "planned" }, now),
      preAt: new Date(event.preAt),
      t0: new Date(event.t0),
      endAt: new Date(event.endAt),
      postEndAt: new Date(event.postEndAt),
    }));
    // Two workers may start at once: the slug settles who writes.
    const written = await tx.insert(events).values(rows).onConflictDoNothing().returning({ id: events.id });
    return written.length;
  });
}
