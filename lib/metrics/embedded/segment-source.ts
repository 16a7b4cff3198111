import type { Sql } from "@/db/client";
import { LimitError } from "@/lib/core/errors";
import { memberCount, slotOf, type SegmentRef } from "./directory";
import { Segment } from "./segment";
import type { SegmentCache } from "./segment-cache";

/** Payloads of one fetch: about 2 MB on the wire, so that decoding starts while the rest is on its way. */
const FETCH_ROWS = 32;

/** Thrown when a segment was merged or expired between the plan and its fetch: look at the directory again. */
export class SegmentGoneError extends Error {}

/** Samples to unpack for these series of one group, estimated evenly over a segment's members. */
export function estimateSamples(ids: readonly number[], refs: readonly SegmentRef[]): number {
  let wanted = 0;
  for (const id of ids) wanted |= 1 << slotOf(id);
  return refs.reduce(
    (sum, { members, samples }) => sum + (samples * memberCount(members & wanted)) / memberCount(members),
    0,
  );
}

/** @throws LimitError in Prometheus' words. */
export function checkSampleBudget(samples: number, samplesMax: number): void {
  if (samples > samplesMax) {
    throw new LimitError(
      "query processing would load too many samples into memory in query execution; narrow the selector or the range",
    );
  }
}

/**
 * Brings segments into `fetched`, from the cache or the database.
 *
 * @throws SegmentGoneError when one of them is not stored any more.
 */
export async function fetchSegments(
  sql: Sql,
  cache: SegmentCache,
  wanted: Iterable<number>,
  fetched: Map<number, Segment>,
  signal?: AbortSignal,
): Promise<void> {
  const missing: number[] = [];
  for (const id of wanted) {
    if (fetched.has(id)) continue;
    const cached = cache.get(id);
    if (cached) fetched.set(id, cached);
    else missing.push(id);
  }
  for (let start = 0; start < missing.length; start += FETCH_ROWS) {
    signal?.throwIfAborted();
    const ids = missing.slice(start, start + FETCH_ROWS);
    // oxlint-disable-next-line no-await-in-loop -- each fetch is a bounded piece of memory
    const rows = await sql<{ id: string; members: number; payload: Buffer }[]>`
      select id, members, payload from metric_segments where id = any(${ids}::bigint[])`;
    if (rows.length < ids.length) throw new SegmentGoneError();
    for (const row of rows) {
      const segment = new Segment(row.members, row.payload);
      fetched.set(Number(row.id), segment);
      cache.add(Number(row.id), segment);
    }
  }
}
