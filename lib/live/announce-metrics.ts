import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { UnixMs } from "@/lib/core/time";
import { LIVE_CHANNEL } from "./channel";

/** A chart cannot show more than that; remote-write may deliver hundreds of batches a second. */
const PERIOD_MS = 1_000;

interface Announcer {
  newestMs: UnixMs;
  timer: NodeJS.Timeout | undefined;
  sentAt: number;
}

const announcers = new WeakMap<Database, Announcer>();

/**
 * Tells every browser that samples up to `newestMs` are durable: at once, then at most once a second with the newest time.
 * Not kept for browsers that are away: they ask for everything again when they come back.
 */
export function announceMetrics(db: Database, newestMs: UnixMs): void {
  const announcer = announcers.get(db) ?? { newestMs: 0, timer: undefined, sentAt: -PERIOD_MS };
  announcers.set(db, announcer);
  announcer.newestMs = Math.max(announcer.newestMs, newestMs);
  if (announcer.timer !== undefined) return;
  const waitMs = announcer.sentAt + PERIOD_MS - performance.now();
  if (waitMs <= 0) send(db, announcer);
  else announcer.timer = setTimeout(() => send(db, announcer), waitMs).unref();
}

function send(db: Database, announcer: Announcer): void {
  announcer.timer = undefined;
  announcer.sentAt = performance.now();
  const message = JSON.stringify({ topic: "metrics", at: announcer.newestMs });
  // The samples are stored; when this notice is lost the next one says as much.
  db.execute(sql`select pg_notify(${LIVE_CHANNEL}, ${message})`).catch(() => undefined);
}
