import { lowerBound, type Column } from "./column";
import { groupOf, memberIds, slotOf } from "./directory";
import type { DecodedLogRow, LogEntry } from "./log-row";

/** A part of a group's series whose samples in a span are deleted: both ends are in. */
export interface Hidden {
  members: number;
  from: number;
  to: number;
}

/** A row of `metric_tombstones`. */
export interface Tombstone {
  id: number;
  snapshot: string;
  from: number;
  to: number;
  /** By group: its deleted members. */
  groups: ReadonlyMap<number, number>;
}

/**
 * Whether a row that a transaction wrote was there when a snapshot was taken.
 *
 * @param snapshot `xmin:xmax:xip,xip…`: transactions below xmin had ended, those from xmax on had not begun, those in
 *   the list were under way.
 * @see PostgreSQL manual, "Transaction ID and Snapshot Information Functions": pg_snapshot
 */
export function snapshotTest(snapshot: string): (writtenBy: string) => boolean {
  const [xmin = "0", xmax = "0", list = ""] = snapshot.split(":");
  const [lower, upper] = [BigInt(xmin), BigInt(xmax)];
  const underWay = new Set(list === "" ? [] : list.split(","));
  return (writtenBy) => {
    const id = BigInt(writtenBy);
    return id < lower || (id < upper && !underWay.has(writtenBy));
  };
}

/**
 * Deletions that are not cleaned up yet. Each is about the rows that were committed when it was made: what a row that
 * came later brings is not touched, so deleted samples may be written again.
 */
export class Tombstones {
  readonly all: readonly Tombstone[];
  readonly #tests: readonly ((writtenBy: string) => boolean)[];

  constructor(all: readonly Tombstone[]) {
    this.all = all;
    this.#tests = all.map(({ snapshot }) => snapshotTest(snapshot));
  }

  get size(): number {
    return this.all.length;
  }

  /** Whether any deletion is about rows of this transaction. */
  reach(writtenBy: string): boolean {
    return this.#tests.some((test) => test(writtenBy));
  }

  /** What is deleted of the group in rows of this transaction; undefined: nothing. */
  hiddenIn(group: number, writtenBy: string): readonly Hidden[] | undefined {
    let hidden: Hidden[] | undefined;
    this.all.forEach(({ groups, from, to }, i) => {
      const members = groups.get(group);
      if (members === undefined || !this.#tests[i]?.(writtenBy)) return;
      (hidden ??= []).push({ members, from, to });
    });
    return hidden;
  }

  /** A log row without what is deleted of it. The row itself when nothing is. */
  hideInRow(row: DecodedLogRow, writtenBy: string): DecodedLogRow {
    if (!this.reach(writtenBy)) return row;
    const byGroup = new Map<number, readonly Hidden[] | undefined>();
    const entries: LogEntry[] = [];
    let hidden = 0;
    let start = 0;
    row.ids.forEach((id, i) => {
      const end = row.ends[i] as number;
      const group = groupOf(id);
      if (!byGroup.has(group)) byGroup.set(group, this.hiddenIn(group, writtenBy));
      const spans = spansOf(byGroup.get(group), slotOf(id));
      const kept: number[] = [];
      for (let at = start; at < end; at++) if (!isWithin(spans, row.t[at] as number)) kept.push(at);
      hidden += end - start - kept.length;
      if (kept.length > 0) entries.push(pick(row, id, kept));
      start = end;
    });
    return hidden === 0 ? row : joinEntries(entries);
  }
}

export const NO_TOMBSTONES = new Tombstones([]);

const spansOf = (hidden: readonly Hidden[] | undefined, slot: number): readonly Hidden[] =>
  hidden === undefined ? [] : hidden.filter(({ members }) => (members & (1 << slot)) !== 0);

const isWithin = (spans: readonly Hidden[], t: number) => spans.some(({ from, to }) => t >= from && t <= to);

function pick(row: DecodedLogRow, id: number, at: readonly number[]): LogEntry {
  const t = new Float64Array(at.length);
  const v = new Float64Array(at.length);
  at.forEach((index, i) => {
    t[i] = row.t[index] as number;
    v[i] = row.v[index] as number;
  });
  return { id, t, v };
}

function joinEntries(entries: readonly LogEntry[]): DecodedLogRow {
  const samples = entries.reduce((sum, { t }) => sum + t.length, 0);
  const row: DecodedLogRow = {
    ids: Uint32Array.from(entries, ({ id }) => id),
    ends: new Uint32Array(entries.length),
    t: new Float64Array(samples),
    v: new Float64Array(samples),
  };
  let end = 0;
  entries.forEach(({ t, v }, i) => {
    row.t.set(t, end);
    row.v.set(v, end);
    row.ends[i] = end += t.length;
  });
  return row;
}

/** A log row's entries. */
export function* entriesOf({ ids, ends, t, v }: DecodedLogRow): Generator<LogEntry> {
  let start = 0;
  for (let i = 0; i < ids.length; i++) {
    const end = ends[i] as number;
    yield { id: ids[i] as number, t: t.subarray(start, end), v: v.subarray(start, end) };
    start = end;
  }
}

/** Only some series of a log row. */
export function pickSeries(row: DecodedLogRow, wanted: ReadonlySet<number>): DecodedLogRow {
  return joinEntries([...entriesOf(row)].filter(({ id }) => wanted.has(id)));
}

/** A segment's column without what is deleted of it. The column itself when nothing is. */
export function hideInColumn(column: Column, slot: number, hidden: readonly Hidden[]): Column {
  let { t, v } = column;
  for (const { from, to } of spansOf(hidden, slot)) {
    const start = lowerBound(t, from);
    const end = lowerBound(t, to + 1);
    if (start === end) continue;
    const rest = [t, v].map((values) => {
      const kept = new Float64Array(values.length - (end - start));
      kept.set(values.subarray(0, start));
      kept.set(values.subarray(end), start);
      return kept;
    });
    [t, v] = rest as [Float64Array, Float64Array];
  }
  return t === column.t ? column : { t, v };
}

/** Ids of all series that some deletions are about. */
export function deletedSeries(tombstones: Iterable<Tombstone>): Set<number> {
  const ids = new Set<number>();
  for (const { groups } of tombstones)
    for (const [group, members] of groups) for (const id of memberIds({ group, members })) ids.add(id);
  return ids;
}
