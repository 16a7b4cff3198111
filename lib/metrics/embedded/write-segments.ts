import { setImmediate as nextTurn } from "node:timers/promises";
import type { ISql } from "postgres";
import { mergeColumns, toColumn, type Column } from "./column";
import { groupOf, slotOf } from "./directory";
import type { LogEntry } from "./log-row";
import { encodeSegment, type EncodedSegment } from "./segment";

/** Longest column in a segment: 24 h at 10 s. Longer ones are cut, so that one segment unpacks to a few megabytes. */
export const COLUMN_SAMPLES_MAX = 8_640;

export interface GroupSegment extends EncodedSegment {
  group: number;
}

/** Samples of many series as columns by group and slot; a series that comes in several entries is merged. */
export function groupColumns(entries: readonly LogEntry[]): Map<number, Map<number, Column>> {
  const parts = new Map<number, Column[]>();
  for (const { id, t, v } of entries) {
    if (t.length === 0) continue;
    const columns = parts.get(id);
    if (columns) columns.push(toColumn(t, v));
    else parts.set(id, [toColumn(t, v)]);
  }
  const groups = new Map<number, Map<number, Column>>();
  for (const [id, columns] of parts) {
    let group = groups.get(groupOf(id));
    if (!group) groups.set(groupOf(id), (group = new Map<number, Column>()));
    group.set(slotOf(id), mergeColumns(columns));
  }
  return groups;
}

/** Packs the columns of one group, cut so that none is longer than COLUMN_SAMPLES_MAX. */
export function* encodeGroup(group: number, columns: ReadonlyMap<number, Column>): Generator<GroupSegment> {
  const longest = Math.max(...[...columns.values()].map(({ t }) => t.length));
  for (let start = 0; start < longest; start += COLUMN_SAMPLES_MAX) {
    const end = start + COLUMN_SAMPLES_MAX;
    const part = new Map<number, Column>();
    for (const [slot, { t, v }] of columns) {
      if (t.length > start) part.set(slot, { t: t.subarray(start, end), v: v.subarray(start, end) });
    }
    yield { group, ...encodeSegment(part) };
  }
}

async function insertSegment(tx: ISql, segment: GroupSegment, merged: boolean): Promise<void> {
  const { group, members, from, to, samples, payload } = segment;
  await tx`
    insert into metric_segments (series_group, members, from_ms, to_ms, samples, merged, payload)
    values (${group}, ${members}, ${from}, ${to}, ${samples}, ${merged}, ${payload})`;
}

/**
 * Packs and inserts within a transaction, which the caller commits. Statements are pipelined on its connection, and the
 * event loop has its turn between groups.
 */
export async function writeSegments(
  tx: ISql,
  entries: readonly LogEntry[],
  { merged = false }: { merged?: boolean } = {},
): Promise<void> {
  const inserts: Promise<void>[] = [];
  for (const [group, columns] of groupColumns(entries)) {
    for (const segment of encodeGroup(group, columns)) inserts.push(insertSegment(tx, segment, merged));
    await nextTurn();
  }
  await Promise.all(inserts);
}
