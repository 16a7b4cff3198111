import { setImmediate as nextTurn } from "node:timers/promises";
import type { ISql } from "postgres";
import type { Sql } from "@/db/client";
import { decodeLogRow, encodeLogRow } from "./log-row";
import { bumpGeneration, lockMaintenance } from "./maintenance-lock";
import { readTombstones } from "./store-tombstones";
import { entriesOf, type Tombstone, type Tombstones } from "./tombstones";
import { unpackSegment, type StoredSegment } from "./unpack-segment";
import { gather, writeSegments } from "./write-segments";

/** Samples of one transaction: about 16 MB while they are packed again. */
const CLEAN_SAMPLES_MAX = 1_000_000;

/** Segments that still hold samples of a deletion, the first ones up to a bound. */
async function chooseSegments(tx: ISql, tombstone: Tombstone, samplesMax: number): Promise<string[]> {
  const { groups, from, to, snapshot } = tombstone;
  const rows = await tx<{ id: string; samples: number }[]>`
    select s.id, s.samples
    from metric_segments s
    join unnest(${[...groups.keys()]}::int[], ${[...groups.values()]}::int[]) d (series_group, members)
      on d.series_group = s.series_group and d.members & s.members <> 0
    where s.from_ms <= ${to} and s.to_ms >= ${from} and pg_visible_in_snapshot(s.written_by, ${snapshot}::pg_snapshot)
    order by s.id limit 1000`;
  let samples = 0;
  return rows.filter((row) => (samples += row.samples) - row.samples < samplesMax).map(({ id }) => id);
}

/** Packs segments again without what is deleted; one of which nothing is left goes without a successor. */
async function rewriteSegments(tx: ISql, ids: readonly string[], tombstones: Tombstones): Promise<void> {
  for (const id of ids) {
    const [segment] = await tx<(StoredSegment & { merged: boolean })[]>`
      delete from metric_segments where id = ${id} returning series_group, members, written_by, merged, payload`;
    // Under the lock nobody else removes; were it otherwise, samples would be lost without a word.
    if (!segment) throw new TypeError("A segment vanished while it was cleaned.");
    await writeSegments(tx, gather(unpackSegment(segment, tombstones)), { merged: segment.merged });
  }
}

/** Takes what is deleted out of the log's rows, each at its place. */
async function rewriteLog(tx: ISql, { snapshot, from, to }: Tombstone, tombstones: Tombstones) {
  const rows = await tx<{ id: string; written_by: string }[]>`
    select id, written_by from metric_log
    where from_ms <= ${to} and to_ms >= ${from} and pg_visible_in_snapshot(written_by, ${snapshot}::pg_snapshot)`;
  for (const { id, written_by: writtenBy } of rows) {
    const [stored] = await tx<{ payload: Buffer }[]>`select payload from metric_log where id = ${id}`;
    if (!stored) continue;
    const row = decodeLogRow(stored.payload);
    const left = tombstones.hideInRow(row, writtenBy);
    if (left === row) continue;
    if (left.t.length === 0) await tx`delete from metric_log where id = ${id}`;
    else {
      const { from: fromMs, to: toMs, samples, payload } = encodeLogRow([...entriesOf(left)]);
      await tx`
        update metric_log set from_ms = ${fromMs}, to_ms = ${toMs}, samples = ${samples}, payload = ${payload}
        where id = ${id}`;
    }
    await nextTurn();
  }
}

/**
 * Removes a part of what the oldest deletion hides; with the last part, the deletion itself. Each step is one
 * transaction and changes no answer: what it takes out was hidden before.
 *
 * @returns 0 when no deletion is left. Call again until then.
 */
export async function cleanTombstones(sql: Sql, samplesMax = CLEAN_SAMPLES_MAX): Promise<number> {
  return sql.begin(async (tx) => {
    await lockMaintenance(tx);
    const tombstones = await readTombstones(tx);
    const [oldest] = tombstones.all;
    if (!oldest) return 0;
    const ids = await chooseSegments(tx, oldest, samplesMax);
    if (ids.length > 0) await rewriteSegments(tx, ids, tombstones);
    else {
      await rewriteLog(tx, oldest, tombstones);
      await tx`delete from metric_tombstones where id = ${oldest.id}`;
    }
    await bumpGeneration(tx);
    return Math.max(1, ids.length);
  });
}
