import type { Sql } from "@/db/client";

/** Rows move through both: what they leave behind has to be used again before the files grow. */
const TABLES = ["metric_log", "metric_segments"] as const;
/** PostgreSQL keeps a payload in pieces of this size (`TOAST_MAX_CHUNK_SIZE`), each a row that can be dead. */
const PIECE_BYTES = 1_996;
/** Less is not worth a pass over the index of the pieces. Our choice, with the share below. */
const DEAD_BYTES_MIN = 8 * 1024 * 1024;
/** So much of a table may be dead: its file stays this near to what is stored. */
const DEAD_SHARE_MAX = 0.05;

/** Whether a table has enough dead rows to be vacuumed now. */
export function isVacuumDue(deadBytes: number, tableBytes: number, deadBytesMin = DEAD_BYTES_MIN): boolean {
  return deadBytes >= Math.max(deadBytesMin, tableBytes * DEAD_SHARE_MAX);
}

/**
 * Makes the room of removed rows usable again. Called between the steps of a long move, for autovacuum looks once a
 * minute and waits for a fifth of a table to die: merging a fortnight would double the file first. Readers and writers
 * go on meanwhile.
 *
 * @returns how many tables were vacuumed.
 */
export async function reclaimSpace(sql: Sql, deadBytesMin = DEAD_BYTES_MIN): Promise<number> {
  const rows = await sql<{ name: (typeof TABLES)[number]; dead: string; bytes: string }[]>`
    select c.relname as name, coalesce(p.n_dead_tup, 0) as dead, pg_table_size(c.oid) as bytes
    from pg_class c left join pg_stat_all_tables p on p.relid = c.reltoastrelid
    where c.oid = any(${TABLES.map((table) => table)}::regclass[])`;
  const due = rows.filter(({ dead, bytes }) =>
    isVacuumDue(Number(dead) * PIECE_BYTES, Number(bytes), deadBytesMin),
  );
  // oxlint-disable-next-line no-await-in-loop -- one at a time: each reads and writes the whole disk's share
  for (const { name } of due) await sql.unsafe(`vacuum ${name}`);
  return due.length;
}
