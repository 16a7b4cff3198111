import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { liveEvents } from "@/db/schema/live";
import { LIVE_CHANNEL } from "./channel";
import type { LiveTopic } from "./topics";

export interface LiveChange {
  /** The others have verbs of their own: `announceMetrics`, `announceSources`. */
  topic: Exclude<LiveTopic, "metrics" | "sources">;
  /** The row that changed, where there is one. */
  key?: string;
}

/**
 * Tells every browser that something changed. Called in the transaction of the change, it is sent at its commit and never
 * when it is rolled back; a browser which was away gets it from the outbox.
 */
export async function publishLive(tx: Database | Transaction, { topic, key }: LiveChange): Promise<void> {
  const [event] = await tx
    .insert(liveEvents)
    .values({ topic, key: key ?? null })
    .returning({ id: liveEvents.id, at: liveEvents.at });
  if (!event) return;
  const message = JSON.stringify({ id: event.id, topic, key, at: event.at.getTime() });
  await tx.execute(sql`select pg_notify(${LIVE_CHANNEL}, ${message})`);
}
