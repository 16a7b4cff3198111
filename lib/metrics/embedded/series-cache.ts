import { EMPTY_COLUMN, lowerBound, mergeColumns, sliceColumn, type Column } from "./column";
import { hasMember, type SegmentRef } from "./directory";
import type { HeadSeries } from "./head";
import type { Segment } from "./segment";
import { hideInColumn } from "./tombstones";
import { GROWTH, Timelines, type Timeline } from "./timeline";

/** What a group's columns may hold beyond what a query needs, so that wide and narrow queries in turn share them. */
const WIDER_MAX = 4;

/** One series out of its segments, and behind them what of the head was taken. Grows at its end only. */
interface SeriesColumn {
  line: Timeline;
  v: Float64Array;
  length: number;
  /** Samples that are from segments. */
  archived: number;
  headRevision: number;
  headTaken: number;
}

/** The unpacked series of one group, all from the same segments. */
export interface GroupColumns {
  /** In order of time. */
  refs: readonly SegmentRef[];
  bySlot: Map<number, SeriesColumn>;
  bytes: number;
}

/** Samples `start <= k < end` of a series, in arrays that are shared and never change there. */
export interface Window {
  t: Float64Array;
  v: Float64Array;
  start: number;
  end: number;
}

const touches = (ref: SegmentRef, from: number, to: number) => ref.from <= to && ref.to >= from;
const samplesOf = (refs: readonly SegmentRef[]) => refs.reduce((sum, { samples }) => sum + samples, 0);

/**
 * Series as queries read them: unpacked, in one piece from their segments to their newest sample, on shared times. The
 * groups that were least recently asked for are dropped first, within a budget of bytes.
 */
export class SeriesCache {
  readonly #budgetBytes: number;
  readonly #groups = new Map<number, GroupColumns>();
  readonly #lines = new Timelines();
  #bytes = 0;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /**
   * The columns of a group that are right for a span.
   *
   * @param needed all segments of the group that touch the span.
   * @param current what is known of a segment now; undefined when it is not stored any more.
   */
  group(
    group: number,
    needed: readonly SegmentRef[],
    { from, to, current }: { from: number; to: number; current: (id: number) => SegmentRef | undefined },
  ): GroupColumns {
    const known = this.#groups.get(group);
    if (known) {
      this.#groups.delete(group);
      const held = known.refs.filter((ref) => touches(ref, from, to));
      const isUpToDate = known.refs.every((ref) => isSame(ref, current(ref.id)));
      if (isUpToDate && held.length === needed.length) {
        this.#groups.set(group, known);
        return known;
      }
      this.#bytes -= known.bytes;
    }
    const ids = new Set(needed.map(({ id }) => id));
    const others = (known?.refs ?? []).flatMap(({ id }) => (ids.has(id) ? [] : (current(id) ?? [])));
    const wider = [...others, ...needed];
    const refs = samplesOf(wider) <= WIDER_MAX * samplesOf(needed) ? wider : needed;
    const fresh = { refs: refs.toSorted((a, b) => a.from - b.from), bySlot: new Map(), bytes: 0 };
    this.#groups.set(group, fresh);
    return fresh;
  }

  /** Unpacks one series. @param segmentOf gives each of the group's segments. */
  unpack(group: GroupColumns, slot: number, segmentOf: (id: number) => Segment | undefined): void {
    const parts: Column[] = [];
    for (const ref of group.refs) {
      const column = hasMember(ref, slot) ? segmentOf(ref.id)?.column(slot) : undefined;
      if (column) parts.push(ref.hidden ? hideInColumn(column, slot, ref.hidden) : column);
    }
    const column = this.#join(areApart(parts) ? parts : [mergeColumns(parts)]);
    group.bySlot.set(slot, column);
    this.#count(group, column.v.byteLength + (column.line.owners === 1 ? column.line.t.byteLength : 0));
  }

  #join(parts: readonly Column[]): SeriesColumn {
    const length = parts.reduce((sum, { t }) => sum + t.length, 0);
    const v = new Float64Array(length);
    let line: Timeline | undefined;
    let at = 0;
    for (const part of parts) {
      line = this.#lines.extend(line, at, part.t, 0, part.t.length);
      v.set(part.v, at);
      at += part.t.length;
    }
    line ??= this.#lines.extend(undefined, 0, EMPTY_COLUMN.t, 0, 0);
    return { line, v, length, archived: length, headRevision: 0, headTaken: 0 };
  }

  /** Samples with `from <= t <= to` of an unpacked series and its head. */
  window(group: GroupColumns, slot: number, head: HeadSeries | undefined, from: number, to: number): Window {
    let column = group.bySlot.get(slot);
    if (column === undefined) throw new TypeError("A series is read before it was unpacked.");
    if (head && head.length > 0) {
      const lastArchived = column.archived === 0 ? -Infinity : (column.line.t[column.archived - 1] as number); // Safe: not empty.
      // Late samples that are not folded yet lie among those of the segments.
      if ((head.line.t[0] as number) <= lastArchived) return mixed(column, head, from, to); // Safe: not empty.
      if (column.headRevision !== head.revision) column = this.#restart(group, slot, column, head.revision);
      if (column.headTaken < head.length) this.#takeHead(group, column, head);
    } else if (column.length > column.archived) {
      column = this.#restart(group, slot, column, 0);
    }
    const { line, v, length } = column;
    return { t: line.t, v, start: lowerBound(line.t, from, length), end: lowerBound(line.t, to + 1, length) };
  }

  /** A column that holds the same segments and nothing of a head. What was handed out of the old one stays as it is. */
  #restart(group: GroupColumns, slot: number, column: SeriesColumn, headRevision: number): SeriesColumn {
    const fresh = column.length > column.archived ? this.#archivedOf(group, column) : column;
    fresh.headRevision = headRevision;
    group.bySlot.set(slot, fresh);
    return fresh;
  }

  #archivedOf(group: GroupColumns, { line, v, archived }: SeriesColumn): SeriesColumn {
    line.owners--;
    const fresh = this.#join([{ t: line.t.subarray(0, archived), v: v.subarray(0, archived) }]);
    this.#count(group, fresh.v.byteLength - v.byteLength);
    return fresh;
  }

  #takeHead(group: GroupColumns, column: SeriesColumn, head: HeadSeries): void {
    const { length, headTaken } = column;
    const end = length + head.length - headTaken;
    column.line = this.#lines.extend(column.line, length, head.line.t, headTaken, head.length);
    if (end > column.v.length) {
      const before = column.v;
      column.v = new Float64Array(Math.ceil(Math.max(end, length * GROWTH)));
      column.v.set(before.subarray(0, length));
      this.#count(group, column.v.byteLength - before.byteLength);
    }
    column.v.set(head.v.subarray(headTaken, head.length), length);
    column.length = end;
    column.headTaken = head.length;
  }

  #count(group: GroupColumns, bytes: number): void {
    group.bytes += bytes;
    this.#bytes += bytes;
  }

  /** Drops what was not asked for lately. Call it after a query, so that none loses what it is about to read. */
  shrink(): void {
    for (const [id, { bytes }] of this.#groups) {
      if (this.#bytes <= this.#budgetBytes) return;
      this.#groups.delete(id);
      this.#bytes -= bytes;
    }
  }
}

/** Whether two moments' knowledge of a segment is the same: its samples never change, but they may be deleted. */
function isSame(before: SegmentRef, now: SegmentRef | undefined): boolean {
  if (now === undefined || before === now) return now !== undefined;
  const [a, b] = [before.hidden ?? [], now.hidden ?? []];
  return (
    a.length === b.length &&
    a.every(({ members, from, to }, i) => b[i]?.members === members && b[i].from === from && b[i].to === to)
  );
}

/** Whether each part begins behind the one before. */
function areApart(parts: readonly Column[]): boolean {
  let last = -Infinity;
  for (const { t } of parts) {
    if ((t[0] ?? Infinity) <= last) return false;
    last = t[t.length - 1] ?? last;
  }
  return true;
}

function mixed(column: SeriesColumn, head: HeadSeries, from: number, to: number): Window {
  const { archived } = column;
  const { t, v } = mergeColumns([
    sliceColumn({ t: column.line.t.subarray(0, archived), v: column.v.subarray(0, archived) }, from, to),
    sliceColumn({ t: head.line.t.subarray(0, head.length), v: head.v.subarray(0, head.length) }, from, to),
  ]);
  return { t, v, start: 0, end: t.length };
}
