import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { UnixMs } from "@/lib/core/time";
import { TRACE_BYTES_MAX, TRACES_KEPT_MS, TRACES_MAX } from "./constants";

/** Removes what is too old, then what is too much: ordinary traces before failed and slow ones, old before new. */
export async function trimTraces(
  db: Database,
  now: UnixMs,
  { rows = TRACES_MAX, bytes = TRACE_BYTES_MAX } = {},
): Promise<void> {
  await db.execute(
    sql`delete from self_traces where started_at < ${new Date(now - TRACES_KEPT_MS).toISOString()}`,
  );
  await db.execute(sql`
    delete from self_traces where id in (
      select id from (
        select id, row_number() over newest as place, sum(bytes) over newest as bytes_before
        from self_traces
        window newest as (order by (reason = 'sample'), started_at desc, id desc)
      ) ranked
      where place > ${rows} or bytes_before > ${bytes}
    )`);
}
