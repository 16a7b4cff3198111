import type { ISql } from "postgres";
import type { Sql } from "@/db/client";
import type { RangeMs } from "@/lib/core/time";
import { groupOf, slotOf } from "./directory";
import { bumpGeneration, lockMaintenance } from "./maintenance-lock";
import { Tombstones, type Tombstone } from "./tombstones";

interface Row {
  id: string;
  snapshot: string;
  from_ms: string;
  to_ms: string;
  series_groups: number[];
  members: number[];
}

/** All deletions that are not cleaned up yet, oldest first. */
export async function readTombstones(sql: ISql): Promise<Tombstones> {
  const rows = await sql<Row[]>`
    select id, snapshot, from_ms, to_ms, series_groups, members from metric_tombstones order by id`;
  return new Tombstones(rows.map(toTombstone));
}

const toTombstone = (row: Row): Tombstone => ({
  id: Number(row.id),
  snapshot: row.snapshot,
  from: Number(row.from_ms),
  to: Number(row.to_ms),
  groups: new Map(row.series_groups.map((group, i) => [group, row.members[i] ?? 0])),
});

/**
 * Deletes samples of some series: when it resolves, the deletion survives any crash and every read that begins later
 * leaves out what had been committed before. Moves of rows wait meanwhile, so that none is both hidden and moved.
 */
export async function insertTombstone(sql: Sql, ids: Iterable<number>, { from, to }: RangeMs): Promise<void> {
  const groups = new Map<number, number>();
  for (const id of ids) groups.set(groupOf(id), (groups.get(groupOf(id)) ?? 0) | (1 << slotOf(id)));
  if (groups.size === 0) return;
  await sql.begin(async (tx) => {
    await lockMaintenance(tx);
    // A statement of its own: its snapshot is taken with the lock held.
    await tx`
      insert into metric_tombstones (snapshot, from_ms, to_ms, series_groups, members)
      values (pg_current_snapshot()::text, ${from}, ${to}, ${[...groups.keys()]}::int[], ${[...groups.values()]}::int[])`;
    await tx`update metric_state set deletions = deletions + 1`;
    await bumpGeneration(tx);
  });
}
