import type { DurationMs, UnixMs } from "@/lib/core/time";
import { EMPTY_COLUMN, mergeColumns, sliceColumn, type Column } from "./column";
import { groupOf, hasMember, slotOf, type SegmentRef } from "./directory";
import type { EmbeddedSource } from "./embedded-source";
import type { Head } from "./head";
import type { Segment } from "./segment";
import type { Tail } from "./tail";
import { hideInColumn } from "./tombstones";

interface Parts {
  head: Head;
  tail: Tail;
  source: EmbeddedSource;
}

/** Samples of one series on their way in that are perhaps not new: some of them is not past all that is stored. */
export interface LateSamples {
  id: number;
  from: UnixMs;
  to: UnixMs;
}

/** What segments hold in the spans of late samples, by series. */
export type StoredSamples = ReadonlyMap<number, Column>;

type SegmentOf = (id: number) => Segment | undefined;

/** Which samples of a write are not plainly new. */
export function findLate(
  head: Head,
  ids: readonly (number | null)[],
  series: readonly { t: ArrayLike<number> }[],
): LateSamples[] {
  const late = new Map<number, LateSamples>();
  ids.forEach((id, index) => {
    if (id === null) return;
    const { t } = series[index] as { t: ArrayLike<number> };
    let [from, to] = [Infinity, -Infinity];
    for (let i = 0; i < t.length; i++) {
      from = Math.min(from, t[i] as number);
      to = Math.max(to, t[i] as number);
    }
    if (from > head.segmentsEnd || (head.isNewestKnown(id) && from > (head.newestOf(id) ?? -Infinity)))
      return;
    const known = late.get(id);
    late.set(id, { id, from: Math.min(from, known?.from ?? from), to: Math.max(to, known?.to ?? to) });
  });
  return [...late.values()];
}

/**
 * Looks up in segments what late samples have to be compared with: how new their series are, which the head learns, and
 * the values at the same moments. Samples in order, which are nearly all, never come here.
 *
 * @param outOfOrderMs samples that are older than the newest of their series by more than this are not looked up.
 */
export function readStored(
  { head, tail, source }: Parts,
  late: readonly LateSamples[],
  outOfOrderMs: DurationMs,
): Promise<StoredSamples> {
  return source.withSegments(undefined, (segmentOf) => {
    const stored = new Map<number, Column>();
    for (const { id, from, to } of late) {
      const refs = tail.directory
        .overlapping(groupOf(id), -Infinity, Infinity)
        .filter((ref) => hasMember(ref, slotOf(id)));
      if (!head.isNewestKnown(id) && !learnNewest(head, id, refs, segmentOf)) continue;
      const first = Math.max(from, (head.newestOf(id) ?? -Infinity) - outOfOrderMs);
      const parts = refs
        .filter((ref) => ref.from <= to && ref.to >= first)
        .map((ref) => sliceColumn(columnOf(id, ref, segmentOf), first, to));
      stored.set(id, mergeColumns(parts));
    }
    return stored;
  });
}

/**
 * A segment's end is that of its newest member: how new another one is, only its own samples tell.
 *
 * @returns false when a segment that has to be looked at is not here yet.
 */
function learnNewest(head: Head, id: number, refs: readonly SegmentRef[], segmentOf: SegmentOf): boolean {
  const bound = head.boundOf(id);
  for (const ref of refs.toSorted((a, b) => b.to - a.to)) {
    if (ref.to <= (head.newestOf(id) ?? -Infinity)) break;
    if (segmentOf(ref.id) === undefined) return false;
    const newest = columnOf(id, ref, segmentOf).t.at(-1);
    if (newest !== undefined) head.noteNewest(id, newest);
  }
  head.settleNewest(id, bound);
  return true;
}

/** What is not deleted of a series in a segment; nothing when the segment is not here yet. */
function columnOf(id: number, ref: SegmentRef, segmentOf: SegmentOf): Column {
  const column = segmentOf(ref.id)?.column(slotOf(id)) ?? EMPTY_COLUMN;
  return ref.hidden ? hideInColumn(column, slotOf(id), ref.hidden) : column;
}
