import type { Sql } from "@/db/client";
import type { UnixMs } from "@/lib/core/time";
import type { Matcher, QueryMemory, SeriesSource, SourceSeries } from "@/lib/promql/source";
import { count } from "@/lib/telemetry/measure";
import { lowerBound } from "./column";
import type { Head, HeadSeries } from "./head";
import { groupOf, hasMember, slotOf, type Directory, type SegmentRef } from "./directory";
import type { LabelIndex } from "./label-index";
import type { Segment } from "./segment";
import type { SegmentCache } from "./segment-cache";
import { checkSampleBudget, estimateSamples, fetchSegments, SegmentGoneError } from "./segment-source";
import type { GroupColumns, SeriesCache, Window } from "./series-cache";
import type { Tail } from "./tail";
import { hideInColumn } from "./tombstones";

/** What was looked up can be overtaken by a fold, a merge or an expiry; each try looks anew. Three in a row do not happen. */
const TRIES = 5;

/** A time and a value; times are often shared, which is not counted on. */
const SAMPLE_BYTES = 16;

/** The query must wait before it loads what it asked for. */
class OverShareError extends Error {}

export interface SourceParts {
  sql: Sql;
  index: LabelIndex;
  head: Head;
  tail: Tail;
  /** Segments out of their compression. */
  segments: SegmentCache;
  /** Series as queries read them. */
  columns: SeriesCache;
  /** Samples that one selector may load. */
  samplesMax: number;
}

/** Series of one group that a read wants. */
interface GroupRead {
  ids: number[];
  /** Segments of the group in the span. */
  refs: readonly SegmentRef[];
  /** Bits of the slots that these segments have. */
  members: number;
  /** Absent when the head alone has what is wanted. */
  columns: GroupColumns | undefined;
}

/** The embedded store as the engine sees it. Call `tail.sync()` before; a `select` works on what is in memory then. */
export class EmbeddedSource implements SeriesSource {
  readonly #parts: SourceParts;

  constructor(parts: SourceParts) {
    this.#parts = parts;
  }

  select(
    matchers: readonly Matcher[],
    from: UnixMs,
    to: UnixMs,
    signal?: AbortSignal,
    memory?: QueryMemory,
  ): Promise<SourceSeries[]> {
    let isCharged = memory === undefined;
    const charge = (samples: number): void => {
      if (isCharged) return;
      isCharged = true;
      memory?.take(samples * SAMPLE_BYTES);
      if (memory?.isOver) throw new OverShareError();
    };
    const select = () =>
      this.withSegments(signal, (segmentOf) => this.#select(matchers, from, to, segmentOf, charge));
    return select().catch(async (error: unknown) => {
      if (!(error instanceof OverShareError)) throw error;
      await memory?.settle();
      return select();
    });
  }

  /** Ids of the series that fit all matchers and have a sample in the span, ascending. */
  present(matchers: readonly Matcher[], from: UnixMs, to: UnixMs, signal?: AbortSignal): Promise<number[]> {
    return this.withSegments(signal, (segmentOf) => this.#present(matchers, from, to, segmentOf));
  }

  /**
   * Runs a read again until all segments that it asks for are here. The last run does not wait for anything, so it sees
   * head and directory as they are at one moment, whatever was folded before.
   *
   * @param read gets what is here of a segment, and its result does not count when one was not.
   */
  async withSegments<T>(
    signal: AbortSignal | undefined,
    read: (segmentOf: (id: number) => Segment | undefined) => T,
  ): Promise<T> {
    const { sql, segments, tail } = this.#parts;
    const fetched = new Map<number, Segment>();
    for (let attempt = 1; ; attempt++) {
      const missing = new Set<number>();
      const found = read((id) => {
        const segment = fetched.get(id);
        if (!segment) missing.add(id);
        return segment;
      });
      if (missing.size === 0) return found;
      try {
        // oxlint-disable-next-line no-await-in-loop -- each try depends on the one before
        await fetchSegments(sql, segments, missing, fetched, signal);
      } catch (error) {
        if (!(error instanceof SegmentGoneError) || attempt === TRIES) throw error;
        // oxlint-disable-next-line no-await-in-loop
        await tail.sync();
      }
    }
  }

  #select(
    matchers: readonly Matcher[],
    from: UnixMs,
    to: UnixMs,
    segmentOf: (id: number) => Segment | undefined,
    charge: (samples: number) => void,
  ): SourceSeries[] {
    const { index, head, columns, samplesMax } = this.#parts;
    const groups = this.#groups(index.select(matchers), from, to);
    const archived = groups.reduce((sum, { ids, refs }) => sum + estimateSamples(ids, refs), 0);
    checkSampleBudget(archived, samplesMax);
    // Before any is unpacked. What the head has is in memory anyway.
    charge(archived);
    if (!groups.every((group) => this.#unpack(group, segmentOf))) return [];
    const found: SourceSeries[] = [];
    const inHead = new HeadWindows(from, to);
    let samples = 0;
    for (const { ids, members, columns: group } of groups) {
      for (const id of ids) {
        const slot = slotOf(id);
        const newest = head.series(id);
        const window =
          group && (members & (1 << slot)) !== 0
            ? columns.window(group, slot, newest, from, to)
            : inHead.of(newest);
        if (window === undefined || window.end <= window.start) continue;
        const { t, v, start, end } = window;
        samples += end - start;
        found.push({ labels: index.labelsOf(id), t, v, start, end });
      }
    }
    checkSampleBudget(samples, samplesMax);
    count("evenkeel_query_samples_total", {}, samples);
    columns.shrink();
    return found;
  }

  #groups(ids: readonly number[], from: UnixMs, to: UnixMs): GroupRead[] {
    const { directory } = this.#parts.tail;
    const { columns } = this.#parts;
    const current = (id: number) => directory.get(id);
    const groups: GroupRead[] = [];
    let last = -1;
    for (const id of ids) {
      const group = groupOf(id);
      if (group === last) {
        groups.at(-1)?.ids.push(id);
        continue;
      }
      last = group;
      const refs = directory.overlapping(group, from, to);
      const members = refs.reduce((all, ref) => all | ref.members, 0);
      groups.push({
        ids: [id],
        refs,
        members,
        columns: refs.length > 0 ? columns.group(group, refs, { from, to, current }) : undefined,
      });
    }
    return groups;
  }

  /** Unpacks the wanted series of a group that are not yet. @returns false when a segment is not here */
  #unpack(
    { ids, members, columns: group }: GroupRead,
    segmentOf: (id: number) => Segment | undefined,
  ): boolean {
    if (!group) return true;
    let isComplete = true;
    for (const id of ids) {
      const slot = slotOf(id);
      if ((members & (1 << slot)) === 0 || group.bySlot.has(slot)) continue;
      for (const ref of group.refs) if (hasMember(ref, slot) && !segmentOf(ref.id)) isComplete = false;
      if (isComplete) this.#parts.columns.unpack(group, slot, segmentOf);
    }
    return isComplete;
  }

  /**
   * Only segments that the span cuts through, or of which something is deleted, are unpacked: any other that lies inside
   * has samples of all its members.
   */
  #present(
    matchers: readonly Matcher[],
    from: UnixMs,
    to: UnixMs,
    segmentOf: (id: number) => Segment | undefined,
  ): number[] {
    const { index, head, tail } = this.#parts;
    let group: GroupPresence | undefined;
    return index.select(matchers).filter((id) => {
      if (group?.group !== groupOf(id)) group = presenceIn(tail.directory, groupOf(id), from, to);
      const slot = slotOf(id);
      if ((group.inside & (1 << slot)) !== 0 || head.hasWithin(id, from, to)) return true;
      return group.open.some(
        (ref) =>
          hasMember(ref, slot) && hasMomentWithin(visibleTimes(segmentOf(ref.id), slot, ref), from, to),
      );
    });
  }
}

/** What segments say of a group's series in a span. Ids ascend, so each group is looked at once. */
interface GroupPresence {
  group: number;
  /** Bits of the slots that have a sample in the span for sure. */
  inside: number;
  /** Segments that have to be unpacked to know more. */
  open: readonly SegmentRef[];
}

function presenceIn(directory: Directory, group: number, from: UnixMs, to: UnixMs): GroupPresence {
  const refs = directory.overlapping(group, from, to);
  const isInside = (ref: SegmentRef) => ref.from >= from && ref.to <= to && ref.hidden === undefined;
  const inside = refs.filter(isInside).reduce((members, ref) => members | ref.members, 0);
  return { group, inside, open: refs.filter((ref) => !isInside(ref)) };
}

function visibleTimes(segment: Segment | undefined, slot: number, ref: SegmentRef): Float64Array | undefined {
  const t = segment?.times(slot);
  return t && ref.hidden ? hideInColumn({ t, v: t }, slot, ref.hidden).t : t;
}

function hasMomentWithin(times: Float64Array | undefined, from: UnixMs, to: UnixMs): boolean {
  if (times === undefined) return false;
  const moment = times[lowerBound(times, from)];
  return moment !== undefined && moment <= to;
}

/** Where a span lies in head series. Neighbours share their times, so most are answered by the one before. */
class HeadWindows {
  #t: Float64Array | undefined;
  #length = 0;
  #start = 0;
  #end = 0;

  constructor(
    private readonly from: UnixMs,
    private readonly to: UnixMs,
  ) {}

  of(series: HeadSeries | undefined): Window | undefined {
    if (series === undefined) return undefined;
    const { line, v, length } = series;
    if (line.t !== this.#t || length !== this.#length) {
      this.#t = line.t;
      this.#length = length;
      this.#start = lowerBound(line.t, this.from, length);
      this.#end = lowerBound(line.t, this.to + 1, length);
    }
    return { t: line.t, v, start: this.#start, end: this.#end };
  }
}
