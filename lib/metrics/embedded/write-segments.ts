import { setImmediate as nextTurn } from "node:timers/promises";
import type { ISql } from "postgres";
import type { Column } from "./column";
import { groupOf, slotOf } from "./directory";
import { Head } from "./head";
import type { LogEntry } from "./log-row";
import { encodeSegment, type EncodedSegment } from "./segment";

/** Longest column in a segment: 24 h at 10 s. Longer ones are cut, so that one segment unpacks to a few megabytes. */
const COLUMN_SAMPLES_MAX = 8_640;

interface GroupSegment extends EncodedSegment {
  group: number;
}

type Groups = Map<number, Map<number, Column>>;

function groupColumns(head: Head): Groups {
  const groups: Groups = new Map();
  for (const id of head.ids()) {
    let group = groups.get(groupOf(id));
    if (!group) groups.set(groupOf(id), (group = new Map<number, Column>()));
    group.set(slotOf(id), head.column(id));
  }
  return groups;
}

/** Samples of any order and number, gathered by series, as `writeSegments` takes them. */
export function gather(entries: readonly LogEntry[]): Head {
  const head = new Head();
  for (const { id, t, v } of entries) head.add(id, t, v);
  return head;
}

/** Packs the columns of one group, cut so that none is longer than COLUMN_SAMPLES_MAX. */
function* encodeGroup(group: number, columns: ReadonlyMap<number, Column>): Generator<GroupSegment> {
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
  gathered: Head,
  { merged = false }: { merged?: boolean } = {},
): Promise<void> {
  const inserts: Promise<void>[] = [];
  const failed = new AbortController();
  for (const [group, columns] of groupColumns(gathered)) {
    for (const segment of encodeGroup(group, columns)) {
      const insert = insertSegment(tx, segment, merged);
      inserts.push(insert);
      // It can fail before it is waited for: unhandled until then, that would end the process.
      insert.catch(() => failed.abort());
    }
    await nextTurn();
    if (failed.signal.aborted) break;
  }
  await Promise.all(inserts);
}
