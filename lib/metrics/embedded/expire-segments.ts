import type { ISql } from "postgres";
import type { Sql } from "@/db/client";
import type { UnixMs } from "@/lib/core/time";
import type { Retention } from "@/lib/metrics/retention/schemas";
import { chooseCutoff, EXPIRY_SPAN_MS, type StoredBytes } from "./expiry";
import { readBytesByAge, readLiveBytes } from "./live-bytes";
import { bumpGeneration, lockMaintenance } from "./maintenance-lock";

async function readStoredBytes(tx: ISql): Promise<StoredBytes> {
  const [sizes] = await tx<{ bytes: string }[]>`
    select pg_total_relation_size('metric_series') + pg_indexes_size('metric_log') + pg_indexes_size('metric_segments')
      as bytes`;
  const { log } = await readLiveBytes(tx);
  return { byAge: await readBytesByAge(tx, EXPIRY_SPAN_MS), other: Number(sizes?.bytes ?? 0) + log };
}

/** Drops the segments that retention does not keep, in one transaction. @returns how many */
export async function expireSegments(sql: Sql, now: UnixMs, retention: Retention): Promise<number> {
  return sql.begin(async (tx) => {
    await lockMaintenance(tx);
    // Sizes are asked for only when they are limited: it reads every row of the directory.
    const stored = retention.maxBytes === null ? { byAge: [], other: 0 } : await readStoredBytes(tx);
    const cutoff = chooseCutoff(now, retention, stored);
    const { count } = await tx`delete from metric_segments where to_ms < ${cutoff}`;
    if (count > 0) await bumpGeneration(tx);
    return count;
  });
}
