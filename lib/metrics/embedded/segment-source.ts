import type { Sql } from "@/db/client";
import { LimitError } from "@/lib/core/errors";
import { mergeColumns, sliceColumn, type Column } from "./column";
import { groupOf, hasMember, memberCount, slotOf, type Directory, type SegmentRef } from "./directory";
import { Segment } from "./segment";
import { hideInColumn } from "./tombstones";
import type { SegmentCache } from "./segment-cache";

/** Payloads of one fetch: about 2 MB on the wire, so that decoding starts while the rest is on its way. */
const FETCH_ROWS = 32;

/** Thrown when a segment was merged or expired between the plan and its fetch: look at the directory again. */
export class SegmentGoneError extends Error {}

/** Which segments hold which of the series. */
export interface SegmentPlan {
  /** By group: its segments in the span that hold a wanted series. */
  refs: readonly SegmentRef[];
  /** Samples to unpack, estimated evenly over a segment's members. */
  samples: number;
}

export function planSegments(
  directory: Directory,
  ids: readonly number[],
  from: number,
  to: number,
): SegmentPlan {
  const wanted = new Map<number, number>();
  for (const id of ids) wanted.set(groupOf(id), (wanted.get(groupOf(id)) ?? 0) | (1 << slotOf(id)));
  const refs: SegmentRef[] = [];
  let samples = 0;
  for (const [group, slots] of wanted) {
    for (const ref of directory.overlapping(group, from, to)) {
      const common = ref.members & slots;
      if (common === 0) continue;
      refs.push(ref);
      samples += (ref.samples * memberCount(common)) / memberCount(ref.members);
    }
  }
  return { refs, samples };
}

/** @throws LimitError in Prometheus' words. */
export function checkSampleBudget(samples: number, samplesMax: number): void {
  if (samples > samplesMax) {
    throw new LimitError(
      "query processing would load too many samples into memory in query execution; narrow the selector or the range",
    );
  }
}

/** The segments of a plan, unpacked as far as the cache has them, fetched otherwise. */
export async function fetchSegments(
  sql: Sql,
  cache: SegmentCache,
  refs: readonly SegmentRef[],
  signal?: AbortSignal,
): Promise<Map<number, Segment>> {
  const segments = new Map<number, Segment>();
  const missing: number[] = [];
  for (const { id } of refs) {
    const cached = cache.get(id);
    if (cached) segments.set(id, cached);
    else missing.push(id);
  }
  for (let start = 0; start < missing.length; start += FETCH_ROWS) {
    signal?.throwIfAborted();
    const ids = missing.slice(start, start + FETCH_ROWS);
    const rows = await sql<{ id: string; members: number; payload: Buffer }[]>`
      select id, members, payload from metric_segments where id = any(${ids}::bigint[])`;
    if (rows.length < ids.length) throw new SegmentGoneError();
    for (const row of rows) segments.set(Number(row.id), new Segment(row.members, row.payload));
  }
  return segments;
}

/** All samples of one series in the span, out of its segments and the head. */
export function assembleColumn(
  id: number,
  refs: readonly SegmentRef[],
  segments: ReadonlyMap<number, Segment>,
  head: Column,
  from: number,
  to: number,
): Column {
  const slot = slotOf(id);
  const parts: Column[] = [];
  for (const ref of refs) {
    if (!hasMember(ref, slot)) continue;
    const column = segments.get(ref.id)?.column(slot);
    if (!column) continue;
    const visible = ref.hidden ? hideInColumn(column, slot, ref.hidden) : column;
    parts.push(sliceColumn(visible, from, to));
  }
  parts.push(sliceColumn(head, from, to));
  return mergeColumns(parts);
}
