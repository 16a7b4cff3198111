import type { ISql } from "postgres";
import type { Sql } from "@/db/client";
import { encodeLogRow, LOG_ROW_SAMPLES_MAX, type EncodedLogRow, type LogEntry } from "./log-row";
import { RegistryChangedError } from "./registry";

export interface WrittenRow {
  id: number;
  writtenBy: string;
}

/** Cuts a write so that no row is much longer than LOG_ROW_SAMPLES_MAX, within a long series if need be. */
export function* cutEntries(
  entries: readonly LogEntry[],
  samplesMax = LOG_ROW_SAMPLES_MAX,
): Generator<LogEntry[]> {
  let row: LogEntry[] = [];
  let samples = 0;
  for (const entry of entries) {
    for (let start = 0; start < entry.t.length;) {
      const end = Math.min(entry.t.length, start + samplesMax - samples);
      row.push(start === 0 && end === entry.t.length ? entry : sliceEntry(entry, start, end));
      samples += end - start;
      start = end;
      if (samples >= samplesMax) {
        yield row;
        row = [];
        samples = 0;
      }
    }
  }
  if (row.length > 0) yield row;
}

const sliceEntry = ({ id, t, v }: LogEntry, start: number, end: number): LogEntry => ({
  id,
  t: Array.prototype.slice.call(t, start, end) as number[],
  v: Array.prototype.slice.call(v, start, end) as number[],
});

async function insertRow(sql: ISql, row: EncodedLogRow, epoch: string): Promise<WrittenRow> {
  const [written] = await sql<{ id: string; written_by: string }[]>`
    insert into metric_log (from_ms, to_ms, samples, payload)
    select ${row.from}::bigint, ${row.to}::bigint, ${row.samples}::int, ${row.payload}::bytea
    from metric_state where registry_epoch = ${epoch}
    returning id, written_by`;
  if (!written) throw new RegistryChangedError();
  return { id: Number(written.id), writtenBy: written.written_by };
}

/**
 * Appends a write to the log. When it resolves, PostgreSQL has flushed the commit: all of the write is there, or none.
 *
 * @param epoch of the registry when the ids were resolved.
 * @throws RegistryChangedError when series left since; nothing is written then.
 */
export async function writeLog(sql: Sql, entries: readonly LogEntry[], epoch: string): Promise<WrittenRow[]> {
  const rows = [...cutEntries(entries)].map(encodeLogRow);
  const [only] = rows;
  if (only === undefined) return [];
  if (rows.length === 1) return [await insertRow(sql, only, epoch)];
  return sql.begin((tx) => insertRows(tx, rows, epoch));
}

/** The same within a transaction, which the caller commits. */
export const writeLogWithin = (
  tx: ISql,
  entries: readonly LogEntry[],
  epoch: string,
): Promise<WrittenRow[]> => insertRows(tx, [...cutEntries(entries)].map(encodeLogRow), epoch);

async function insertRows(tx: ISql, rows: readonly EncodedLogRow[], epoch: string): Promise<WrittenRow[]> {
  const written: WrittenRow[] = [];
  // oxlint-disable-next-line no-await-in-loop -- one connection does one thing at a time
  for (const row of rows) written.push(await insertRow(tx, row, epoch));
  return written;
}
