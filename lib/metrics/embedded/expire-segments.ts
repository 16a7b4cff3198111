import type { Sql } from "@/db/client";
import type { DurationMs, UnixMs } from "@/lib/core/time";
import { bumpGeneration, lockMaintenance } from "./maintenance-lock";

/** Drops segments whose newest sample is older than `retentionMs`. @returns how many */
export async function expireSegments(sql: Sql, now: UnixMs, retentionMs: DurationMs): Promise<number> {
  return sql.begin(async (tx) => {
    await lockMaintenance(tx);
    const { count } = await tx`delete from metric_segments where to_ms < ${now - retentionMs}`;
    if (count > 0) await bumpGeneration(tx);
    return count;
  });
}
