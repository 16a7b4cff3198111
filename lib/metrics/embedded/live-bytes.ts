import type { ISql } from "postgres";

/**
 * Bytes that a stored payload takes beside its own: PostgreSQL keeps it in pieces of 1,996 bytes, four to a page of
 * 8,192, and its row has a header and eight columns.
 * @see PostgreSQL manual, "TOAST", and `TOAST_MAX_CHUNK_SIZE`
 */
const PAGE_SHARE = 8_192 / (4 * 1_996);
const ROW_BYTES = 100;

/** SQL for the bytes that rows take in their table, without what died in it. Sizes of payloads are known without reading them. */
const liveBytes = (sql: ISql) =>
  sql`coalesce(sum(octet_length(payload)) * ${PAGE_SHARE}::float8 + count(*) * ${ROW_BYTES}::int, 0)`;

/** Bytes of what is stored in the log and in the segments; their files may have room to spare. */
export async function readLiveBytes(sql: ISql): Promise<{ log: number; segments: number }> {
  const [row] = await sql<{ log: number; segments: number }[]>`
    select (select ${liveBytes(sql)} from metric_log) as log,
      (select ${liveBytes(sql)} from metric_segments) as segments`;
  return { log: row?.log ?? 0, segments: row?.segments ?? 0 };
}

export interface AgeBytes {
  /** End of the span (exclusive). */
  before: number;
  bytes: number;
}

/** Bytes of the segments by the span in which their newest sample lies, oldest first. */
export async function readBytesByAge(sql: ISql, spanMs: number): Promise<AgeBytes[]> {
  const rows = await sql<{ before: string; bytes: number }[]>`
    select (to_ms / ${spanMs}::bigint + 1) * ${spanMs}::bigint as before, ${liveBytes(sql)} as bytes
    from metric_segments group by 1 order by 1`;
  return rows.map(({ before, bytes }) => ({ before: Number(before), bytes }));
}
