import { lt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { liveEvents } from "@/db/schema/live";
import { HOUR_MS, type UnixMs } from "@/lib/core/time";

/** A browser that was away for longer asks for everything again. Our choice. */
const KEPT_MS = HOUR_MS;

/** Removes events that no browser will resume from. */
export async function trimLiveEvents(db: Database, now: UnixMs): Promise<void> {
  await db.delete(liveEvents).where(lt(liveEvents.at, new Date(now - KEPT_MS)));
}
