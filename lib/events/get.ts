import { eq } from "drizzle-orm";
import { events } from "@/db/schema/events";
import type { Context } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { type EventSlug, eventSlugSchema, type EventView } from "./schemas";
import { viewEvent } from "./view";

/** One event. @throws NotFoundError when no event has this slug. */
export async function getEvent(ctx: Context, input: EventSlug): Promise<EventView> {
  const { slug } = eventSlugSchema.parse(input);
  const [row] = await ctx.db.select().from(events).where(eq(events.slug, slug));
  if (!row) throw new NotFoundError("event", slug);
  return viewEvent(row, ctx.now());
}
