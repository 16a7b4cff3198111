import { desc, lt, notInArray, or } from "drizzle-orm";
import type { Database } from "@/db/client";
import {
  ingestRates,
  ingestRejections,
  ingestSketches,
  ingestSources,
  ingestTargets,
} from "@/db/schema/sources";
import { DAY_MS, HOUR_MS, type UnixMs } from "@/lib/core/time";

/** A sender that was silent for so long is no source any more. Our choice. */
const SOURCE_MS = 30 * DAY_MS;
/** Sources that are kept, the latest ones. Far above what a team connects; each costs kilobytes. Our choice. */
const SOURCES_MAX = 500;
/** Each a little longer than what the page shows: an hour, a day, ten minutes. */
const RATE_MS = 2 * HOUR_MS;
const DETAIL_MS = 2 * DAY_MS;
const SKETCH_MS = HOUR_MS;

/** Forgets what no page shows any more. */
export async function trimSources(db: Database, now: UnixMs): Promise<void> {
  const before = (ageMs: number): Date => new Date(now - ageMs);
  await db.delete(ingestRates).where(lt(ingestRates.at, before(RATE_MS)));
  await db.delete(ingestSketches).where(lt(ingestSketches.windowAt, before(SKETCH_MS)));
  await db.delete(ingestRejections).where(lt(ingestRejections.at, before(DETAIL_MS)));
  await db.delete(ingestTargets).where(lt(ingestTargets.lastSeenAt, before(DETAIL_MS)));
  const latest = db
    .select({ id: ingestSources.id })
    .from(ingestSources)
    .orderBy(desc(ingestSources.lastSeenAt))
    .limit(SOURCES_MAX);
  await db
    .delete(ingestSources)
    .where(or(lt(ingestSources.lastSeenAt, before(SOURCE_MS)), notInArray(ingestSources.id, latest)));
}
