import { gte, inArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import { ingestRates, ingestSketches } from "@/db/schema/sources";
import { HOUR_MS, MINUTE_MS, SECOND_MS, type UnixMs } from "@/lib/core/time";
import { emptySketch, estimateSeries, mergeSketch } from "@/lib/metrics/ingest/series-sketch";
import { RATE_STEP_MS, SKETCH_WINDOW_MS } from "./ledger";
import type { SourceView } from "./schemas";

export type RateRow = typeof ingestRates.$inferSelect;
type Rates = Pick<
  SourceView,
  "samplesPerS" | "history" | "rejectedSamples" | "refusedRequests" | "throttledRequests"
>;

const MINUTES = HOUR_MS / MINUTE_MS;

/** What came in the last hour, by source. */
export async function readRates(db: Database, now: UnixMs): Promise<Map<string, RateRow[]>> {
  const rows = await db
    .select()
    .from(ingestRates)
    .where(gte(ingestRates.at, new Date(now - HOUR_MS)));
  return Map.groupBy(rows, (row) => row.sourceId);
}

/**
 * Samples a second now and in each minute of the last hour, and what was refused in it.
 *
 * @param since when the source was first seen: before it there is no rate, not a rate of zero.
 */
export function prepareRates(rows: readonly RateRow[], since: UnixMs, now: UnixMs): Rates {
  const from = Math.floor(now / MINUTE_MS) * MINUTE_MS - HOUR_MS;
  const perMinute = Array.from({ length: MINUTES }, () => 0);
  let recent = 0;
  const sums = { rejectedSamples: 0, refusedRequests: 0, throttledRequests: 0 };
  // The ten seconds that run are not over: what they hold would be read as a fall.
  const end = Math.floor(now / RATE_STEP_MS) * RATE_STEP_MS;
  for (const row of rows) {
    const at = row.at.getTime();
    const minute = Math.floor((at - from) / MINUTE_MS);
    if (minute >= 0 && minute < MINUTES) perMinute[minute] = (perMinute[minute] as number) + row.samples;
    if (at >= end - MINUTE_MS && at < end) recent += row.samples;
    sums.rejectedSamples += row.rejectedSamples;
    sums.refusedRequests += row.refusedRequests;
    sums.throttledRequests += row.throttledRequests;
  }
  // Whoever began within the minute is judged by the time since then.
  const begun = Math.floor(since / RATE_STEP_MS) * RATE_STEP_MS;
  const seenMs = Math.min(MINUTE_MS, Math.max(end - begun, RATE_STEP_MS));
  return {
    samplesPerS: recent / (seenMs / SECOND_MS),
    history: perMinute.map((samples, minute) =>
      from + (minute + 1) * MINUTE_MS <= since ? null : samples / (MINUTE_MS / SECOND_MS),
    ),
    ...sums,
  };
}

/** How many series were seen in this window and the one before, by source, over all processes. */
export async function countSeries(db: Database, now: UnixMs): Promise<Map<string, number>> {
  const current = Math.floor(now / SKETCH_WINDOW_MS) * SKETCH_WINDOW_MS;
  const windows = [new Date(current), new Date(current - SKETCH_WINDOW_MS)];
  const rows = await db.select().from(ingestSketches).where(inArray(ingestSketches.windowAt, windows));
  const counts = new Map<string, number>();
  for (const [sourceId, sketches] of Map.groupBy(rows, (row) => row.sourceId)) {
    const all = emptySketch();
    for (const { registers } of sketches) mergeSketch(all, registers);
    counts.set(sourceId, estimateSeries(all));
  }
  return counts;
}
