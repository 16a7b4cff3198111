import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { heartbeats } from "@/db/schema/runtime";

/** How often the worker says that it is alive. */
export const HEARTBEAT_PERIOD_MS = 2_000;

/** Notes that a part of the worker is alive, or why it is not. The database's clock, so that machines agree. */
export async function beat(db: Database, service: string, error: string | null = null): Promise<void> {
  await db
    .insert(heartbeats)
    .values({ service, at: sql`now()`, error })
    .onConflictDoUpdate({ target: heartbeats.service, set: { at: sql`now()`, error } });
}
