import { asc, gt, gte, max, min, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import { liveEvents } from "@/db/schema/live";
import { LIVE_CHANNEL } from "./channel";
import { LIVE_TOPICS, liveEventSchema } from "./topics";

/** `id` is the outbox row; absent for events that are not kept. */
const liveMessageSchema = liveEventSchema.extend({ id: z.number().optional() });
export type LiveMessage = z.infer<typeof liveMessageSchema>;

/** `missed`: some events cannot be had any more, so everything must be asked for again. */
export type LiveDelivery = LiveMessage | "missed";
export type LiveListener = (delivery: LiveDelivery) => void;

/** More than this and asking again is cheaper than replaying. Our choice. */
const REPLAY_MAX = 500;
/** The database was away at the first LISTEN; later losses are the driver's to mend. */
const LISTEN_AGAIN_MS = 1_000;
/** Ids are given before the commit: an older id may become visible a little later. Twice is harmless, missed is not. */
const REPLAY_OVERLAP = sql`interval '10 seconds'`;

export interface CatchUp {
  /** Id to resume from the next time, even when nothing happens until then. */
  upTo: number;
  /**
   * Events after `lastId`, oldest first; `missed` when they were trimmed or are too many. Without `lastId`: those of the
   * last seconds, which may be younger than the page that asks.
   */
  deliveries: LiveDelivery[];
}

export interface LiveHub {
  /** @returns the function that ends it; calling it again does nothing. */
  subscribe(listener: LiveListener): () => void;
  /** What a browser needs before it goes on with what `subscribe` tells. Waits until notifications are heard. */
  catchUp(lastId: number | null): Promise<CatchUp>;
  subscribers(): number;
  close(): Promise<void>;
}

/** Fans PostgreSQL's notifications out to any number of listeners over one LISTEN connection, opened at first use. */
export function openLiveHub(db: Database): LiveHub {
  const listeners = new Set<LiveListener>();
  let listening: Promise<{ unlisten(): Promise<void> }> | undefined;

  function broadcast(delivery: LiveDelivery): void {
    for (const listener of listeners) listener(delivery);
  }

  let connections = 0;

  function listen(): void {
    listening ??= db.$client.listen(
      LIVE_CHANNEL,
      (payload) => {
        const message = parseMessage(payload);
        if (message) broadcast(message);
      },
      () => {
        // Whatever was sent while the connection was down is gone.
        if (connections > 0) broadcast("missed");
        connections += 1;
      },
    );
    listening.catch(() => {
      listening = undefined;
      // Who has subscribed already would hear nothing for ever.
      setTimeout(() => listeners.size > 0 && listen(), LISTEN_AGAIN_MS).unref();
    });
  }

  return {
    subscribe(listener) {
      listen();
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async catchUp(lastId) {
      await listening;
      return catchUp(db, lastId);
    },
    subscribers: () => listeners.size,
    async close() {
      listeners.clear();
      await (await listening)?.unlisten();
    },
  };
}

function parseMessage(payload: string): LiveMessage | null {
  try {
    return liveMessageSchema.parse(JSON.parse(payload));
  } catch {
    return null; // Of another version; the browser's own refresh covers it.
  }
}

async function catchUp(db: Database, lastId: number | null): Promise<CatchUp> {
  const [kept] = await db.select({ oldest: min(liveEvents.id), newest: max(liveEvents.id) }).from(liveEvents);
  const upTo = kept?.newest ?? lastId ?? 0;
  if (lastId !== null && (kept?.oldest == null || kept.oldest > lastId))
    return { upTo, deliveries: ["missed"] };
  return { upTo, deliveries: await replay(db, lastId) };
}

async function replay(db: Database, lastId: number | null): Promise<LiveDelivery[]> {
  const seenAt =
    lastId === null
      ? sql`now()`
      : sql`(select ${liveEvents.at} from ${liveEvents} where ${liveEvents.id} <= ${lastId} order by ${liveEvents.id} desc limit 1)`;
  const younger = gte(liveEvents.at, sql`${seenAt} - ${REPLAY_OVERLAP}`);
  const rows = await db
    .select()
    .from(liveEvents)
    .where(lastId === null ? younger : or(gt(liveEvents.id, lastId), younger))
    .orderBy(asc(liveEvents.id))
    .limit(REPLAY_MAX + 1);
  if (rows.length > REPLAY_MAX) return ["missed"];
  return rows.flatMap(({ id, topic, key, at }) => {
    const known = LIVE_TOPICS.find((name) => name === topic);
    return known ? [{ id, topic: known, at: at.getTime(), ...(key === null ? {} : { key }) }] : [];
  });
}
