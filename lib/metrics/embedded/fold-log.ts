import type { ISql } from "postgres";
import type { Sql } from "@/db/client";
import type { UnixMs } from "@/lib/core/time";
import { foldBoundary, isFoldDue } from "./fold-boundary";
import { Head } from "./head";
import { decodeLogRow } from "./log-row";
import { bumpGeneration, lockMaintenance } from "./maintenance-lock";
import { readTombstones } from "./store-tombstones";
import { writeSegments } from "./write-segments";

/** Samples of one transaction: 64 MB while they are sorted. */
const FOLD_SAMPLES_MAX = 4_000_000;
const FETCH_ROWS = 50;

interface FoldableRow {
  id: string;
  samples: number;
  to_ms: string;
}

/** The oldest rows before `boundary`, up to FOLD_SAMPLES_MAX samples. */
async function chooseRows(tx: ISql, boundary: UnixMs, samplesMax: number): Promise<FoldableRow[]> {
  const rows = await tx<FoldableRow[]>`
    select id, samples, to_ms from metric_log where to_ms < ${boundary} order by from_ms, id`;
  let samples = 0;
  return rows.filter((row) => (samples += row.samples) - row.samples < samplesMax);
}

async function foldRows(tx: ISql, rows: readonly FoldableRow[], foldedBefore: UnixMs): Promise<void> {
  const ids = rows.map(({ id }) => id);
  const gathered = new Head();
  const tombstones = await readTombstones(tx);
  const cursor = tx<{ written_by: string; payload: Buffer }[]>`
    select written_by, payload from metric_log where id = any(${ids}::bigint[]) order by id`.cursor(
    FETCH_ROWS,
  );
  for await (const page of cursor)
    for (const { written_by: writtenBy, payload } of page)
      gathered.addRow(tombstones.hideInRow(decodeLogRow(payload), writtenBy));
  await writeSegments(tx, gathered);
  const deleted = await tx`delete from metric_log where id = any(${ids}::bigint[])`;
  // Under the lock nobody else deletes; were it otherwise, committing would store the samples twice.
  if (deleted.count !== ids.length) throw new TypeError("Log rows vanished while they were folded.");
  await bumpGeneration(tx, foldedBefore);
}

async function readLogState(tx: ISql, boundary: UnixMs) {
  const [state] = await tx<{ foldable: string; folded_before_ms: string }[]>`
    select (select coalesce(sum(samples), 0) from metric_log where to_ms < ${boundary}) as foldable, folded_before_ms
    from metric_state`;
  return { foldable: Number(state?.foldable ?? 0), foldedBefore: Number(state?.folded_before_ms ?? 0) };
}

/**
 * Moves log rows whose block is over into segments. Insert of the segments and removal of the rows are one transaction:
 * whenever it is killed, each sample is in exactly one of the two.
 *
 * @returns samples moved; 0 when nothing was due. Call again until it is 0.
 */
export async function foldLog(sql: Sql, now: UnixMs, samplesMax = FOLD_SAMPLES_MAX): Promise<number> {
  return sql.begin(async (tx) => {
    await lockMaintenance(tx);
    const [total] = await tx<
      { samples: string }[]
    >`select coalesce(sum(samples), 0) as samples from metric_log`;
    const boundary = foldBoundary(now, { samples: Number(total?.samples ?? 0) });
    const { foldable, foldedBefore } = await readLogState(tx, boundary);
    if (!isFoldDue(boundary, foldable, { foldedBefore })) return 0;
    const rows = await chooseRows(tx, boundary, samplesMax);
    const moved = rows.reduce((sum, row) => sum + row.samples, 0);
    const newest = rows.reduce((latest, row) => Math.max(latest, Number(row.to_ms)), 0);
    await foldRows(tx, rows, moved === foldable ? boundary : newest + 1);
    return moved;
  });
}
