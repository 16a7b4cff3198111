import { desc } from "drizzle-orm";
import { events } from "@/db/schema/events";
import type { Context } from "@/lib/core/context";
import type { EventView } from "./schemas";
import { viewEvent } from "./view";

/** All events, latest T0 first, each with its phase of now. */
export async function listEvents(ctx: Context): Promise<{ events: EventView[] }> {
  const rows = await ctx.db.select().from(events).orderBy(desc(events.t0));
  return { events: rows.map((row) => viewEvent(row, ctx.now())) };
}
