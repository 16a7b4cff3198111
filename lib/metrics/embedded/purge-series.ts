import { setImmediate as nextTurn } from "node:timers/promises";
import type { ISql } from "postgres";
import type { Sql } from "@/db/client";
import { groupOf, slotOf } from "./directory";
import { decodeLogRow } from "./log-row";
import { bumpGeneration, lockMaintenance } from "./maintenance-lock";

/** Series of one transaction: writers wait for about a tenth of a second. */
const BATCH_SERIES = 10_000;
/** How long the writers under way are waited for, and others behind them. Then another time. */
const LOCK_TIMEOUT = "500ms";
/** PostgreSQL's `lock_not_available`. */
const LOCK_NOT_AVAILABLE = "55P03";

/** Series that have a sample somewhere. */
class Stored {
  readonly #members = new Map<number, number>();

  add(group: number, members: number): void {
    this.#members.set(group, (this.#members.get(group) ?? 0) | members);
  }

  has(id: number): boolean {
    return ((this.#members.get(groupOf(id)) ?? 0) & (1 << slotOf(id))) !== 0;
  }
}

async function readSegments(tx: ISql, stored: Stored): Promise<void> {
  const rows = await tx<{ series_group: number; members: number }[]>`
    select series_group, bit_or(members) as members from metric_segments group by series_group`;
  for (const { series_group: group, members } of rows) stored.add(group, members);
}

/** Reads the log rows that were not read yet. */
async function readLog(tx: ISql, stored: Stored, read: Set<string>): Promise<void> {
  const rows = await tx<{ id: string }[]>`select id from metric_log`;
  for (const { id } of rows) {
    if (read.has(id)) continue;
    const [row] = await tx<{ payload: Buffer }[]>`select payload from metric_log where id = ${id}`;
    if (row)
      for (const series of decodeLogRow(row.payload).ids) stored.add(groupOf(series), 1 << slotOf(series));
    read.add(id);
    await nextTurn();
  }
}

interface Search {
  candidates: number[];
  stored: Stored;
  /** Log rows that were looked at. */
  read: Set<string>;
}

/** Series without a sample, under one snapshot: nobody waits for this, however long it takes. */
async function findCandidates(sql: Sql): Promise<Search> {
  return sql.begin("isolation level repeatable read read only", async (tx) => {
    const search: Search = { candidates: [], stored: new Stored(), read: new Set() };
    await readSegments(tx, search.stored);
    const registered = await tx<{ id: number }[]>`select id from metric_series order by id`;
    const unfolded = registered.filter(({ id }) => !search.stored.has(id));
    if (unfolded.length > 0) await readLog(tx, search.stored, search.read);
    search.candidates = unfolded.map(({ id }) => id).filter((id) => !search.stored.has(id));
    return search;
  });
}

/** Removes those of the candidates that have no sample now either, while nobody can write one. */
async function removeBatch(sql: Sql, batch: readonly number[], { stored, read }: Search): Promise<number> {
  return sql.begin(async (tx) => {
    await lockMaintenance(tx);
    await tx.unsafe(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
    await tx`lock table metric_log, metric_segments in share row exclusive mode`;
    await readLog(tx, stored, read);
    await readSegments(tx, stored);
    const gone = batch.filter((id) => !stored.has(id));
    if (gone.length === 0) return 0;
    await tx`delete from metric_series where id = any(${gone}::int[])`;
    await tx`update metric_state set registry_epoch = registry_epoch + 1`;
    await bumpGeneration(tx);
    return gone.length;
  });
}

/**
 * Takes series that have no sample left out of the registry. A writer that holds their ids is refused by the epoch and
 * registers them again: a label set has one id at a time, and an id is never given to another label set.
 *
 * @returns how many left. Fewer than could when a long write is under way.
 */
export async function purgeSeries(sql: Sql, batchSeries = BATCH_SERIES): Promise<number> {
  const purged = await removeCandidates(sql, await findCandidates(sql), batchSeries);
  // The labels of those that come next take the room of those that left.
  if (purged > 0) await sql`vacuum metric_series`;
  return purged;
}

async function removeCandidates(sql: Sql, search: Search, batchSeries: number): Promise<number> {
  let purged = 0;
  for (let start = 0; start < search.candidates.length; start += batchSeries) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- each batch lets the writers in before the next
      purged += await removeBatch(sql, search.candidates.slice(start, start + batchSeries), search);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === LOCK_NOT_AVAILABLE) return purged;
      throw error;
    }
  }
  return purged;
}
