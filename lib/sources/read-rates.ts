import { and, eq, gte, inArray, lt, sql, sum } from "drizzle-orm";
import type { Database } from "@/db/client";
import { ingestRates, ingestSketches } from "@/db/schema/sources";
import { HOUR_MS, MINUTE_MS, SECOND_MS, type UnixMs } from "@/lib/core/time";
import { emptySketch, estimateSeries, mergeSketch } from "@/lib/metrics/ingest/series-sketch";
import { RATE_STEP_MS, SKETCH_WINDOW_MS } from "./ledger";
import type { SourceView } from "./schemas";

/** What came from one source in one minute. */
export interface MinuteRow {
  minute: UnixMs;
  samples: number;
  rejectedSamples: number;
  refusedRequests: number;
  throttledRequests: number;
}

/** What came from one source of late. */
export interface RecentRates {
  /** Of the last hour; minutes without a request are left out. */
  minutes: readonly MinuteRow[];
  /** Samples of the last full minute, to the ten seconds. */
  lastMinute: number;
}

type Rates = Pick<
  SourceView,
  "samplesPerS" | "history" | "rejectedSamples" | "refusedRequests" | "throttledRequests"
>;

const MINUTES = HOUR_MS / MINUTE_MS;

/** The ten seconds that run are not over: what they hold would be read as a fall. */
const lastEnd = (now: UnixMs): UnixMs => Math.floor(now / RATE_STEP_MS) * RATE_STEP_MS;

/** What came in the last hour, by source. @param id of one source; absent: of all. */
export async function readRates(db: Database, now: UnixMs, id?: string): Promise<Map<string, RecentRates>> {
  const { at, sourceId, samples, rejectedSamples, refusedRequests, throttledRequests } = ingestRates;
  const only = id === undefined ? undefined : eq(sourceId, id);
  const minute = sql<Date>`date_trunc('minute', ${at})`.mapWith(at);
  const end = lastEnd(now);
  const [minutes, recent] = await Promise.all([
    db
      .select({
        sourceId,
        minute,
        samples: sum(samples).mapWith(Number),
        rejectedSamples: sum(rejectedSamples).mapWith(Number),
        refusedRequests: sum(refusedRequests).mapWith(Number),
        throttledRequests: sum(throttledRequests).mapWith(Number),
      })
      .from(ingestRates)
      .where(and(gte(at, new Date(now - HOUR_MS)), only))
      .groupBy(sourceId, sql`2`),
    db
      .select({ sourceId, samples: sum(samples).mapWith(Number) })
      .from(ingestRates)
      .where(and(gte(at, new Date(end - MINUTE_MS)), lt(at, new Date(end)), only))
      .groupBy(sourceId),
  ]);
  const lastMinutes = new Map(recent.map((row) => [row.sourceId, row.samples]));
  return new Map(
    [...Map.groupBy(minutes, (row) => row.sourceId)].map(([source, rows]) => [
      source,
      {
        minutes: rows.map((row) => ({ ...row, minute: row.minute.getTime() })),
        lastMinute: lastMinutes.get(source) ?? 0,
      },
    ]),
  );
}

/**
 * Samples a second now and in each minute of the last hour, and what was refused in it.
 *
 * @param since when the source was first seen: before it there is no rate, not a rate of zero.
 */
export function prepareRates({ minutes, lastMinute }: RecentRates, since: UnixMs, now: UnixMs): Rates {
  const from = Math.floor(now / MINUTE_MS) * MINUTE_MS - HOUR_MS;
  const perMinute = Array.from({ length: MINUTES }, () => 0);
  const sums = { rejectedSamples: 0, refusedRequests: 0, throttledRequests: 0 };
  for (const row of minutes) {
    const index = (row.minute - from) / MINUTE_MS;
    if (index >= 0 && index < MINUTES) perMinute[index] = row.samples;
    sums.rejectedSamples += row.rejectedSamples;
    sums.refusedRequests += row.refusedRequests;
    sums.throttledRequests += row.throttledRequests;
  }
  // Whoever began within the minute is judged by the time since then.
  const begun = Math.floor(since / RATE_STEP_MS) * RATE_STEP_MS;
  const seenMs = Math.min(MINUTE_MS, Math.max(lastEnd(now) - begun, RATE_STEP_MS));
  return {
    samplesPerS: lastMinute / (seenMs / SECOND_MS),
    history: perMinute.map((samples, minute) =>
      from + (minute + 1) * MINUTE_MS <= since ? null : samples / (MINUTE_MS / SECOND_MS),
    ),
    ...sums,
  };
}

/** How many series were seen in this window and the one before, by source, over all processes. */
export async function countSeries(db: Database, now: UnixMs, id?: string): Promise<Map<string, number>> {
  const { windowAt, sourceId } = ingestSketches;
  const current = Math.floor(now / SKETCH_WINDOW_MS) * SKETCH_WINDOW_MS;
  const windows = [new Date(current), new Date(current - SKETCH_WINDOW_MS)];
  const rows = await db
    .select()
    .from(ingestSketches)
    .where(and(inArray(windowAt, windows), id === undefined ? undefined : eq(sourceId, id)));
  const counts = new Map<string, number>();
  for (const [source, sketches] of Map.groupBy(rows, (row) => row.sourceId)) {
    const all = emptySketch();
    for (const { registers } of sketches) mergeSketch(all, registers);
    counts.set(source, estimateSeries(all));
  }
  return counts;
}
