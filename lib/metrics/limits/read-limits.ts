import type { Database } from "@/db/client";
import { SECOND_MS, type UnixMs } from "@/lib/core/time";
import type { IngestLimits } from "@/lib/metrics/constants";
import { defaultIngestLimits } from "./default-limits";
import { knownLimits, loadLimits } from "./internal";

/** How soon every process hears of a change; the one that made it knows at once. */
const KNOWN_MS = 10 * SECOND_MS;
/** Tokens that write at once; more than that are read anew. */
const KNOWN_MAX = 10_000;

/** What a source may send now. */
export async function readIngestLimits(
  db: Database,
  source: { id: string; kind: string },
  now: UnixMs,
): Promise<IngestLimits> {
  if (source.kind !== "token") return defaultIngestLimits();
  const known = knownLimits().get(source.id);
  if (known && now - known.readAt < KNOWN_MS) return known.limits;
  const { limits } = await loadLimits(db, source.id);
  if (knownLimits().size >= KNOWN_MAX) knownLimits().clear();
  knownLimits().set(source.id, { limits, readAt: now });
  return limits;
}
