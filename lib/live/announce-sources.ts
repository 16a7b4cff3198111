import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { UnixMs } from "@/lib/core/time";
import { LIVE_CHANNEL } from "./channel";

/** Tells every browser that the figures of sources are new. Not kept for browsers that are away: the next one says as much. */
export async function announceSources(db: Database, now: UnixMs): Promise<void> {
  await db.execute(sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify({ topic: "sources", at: now })})`);
}
