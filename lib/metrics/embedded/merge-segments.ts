import type { ISql } from "postgres";
import type { Sql } from "@/db/client";
import { DAY_MS, HOUR_MS, type UnixMs } from "@/lib/core/time";
import { bumpGeneration, lockMaintenance } from "./maintenance-lock";
import { readTombstones } from "./store-tombstones";
import { unpackSegment, type StoredSegment } from "./unpack-segment";
import { gather, writeSegments } from "./write-segments";

/** Segments that begin on the same UTC day become one, once the day is over by this long and late samples are folded. */
const WINDOW_MS = DAY_MS;
const SETTLED_MS = 3 * HOUR_MS;
/** Samples of one transaction: about 64 MB while they are merged. */
const MERGE_SAMPLES_MAX = 4_000_000;

interface Window {
  series_group: number;
  ids: string[];
  samples: string;
}

async function chooseWindows(tx: ISql, now: UnixMs, samplesMax: number): Promise<Window[]> {
  const windows = await tx<Window[]>`
    select series_group, array_agg(id) as ids, sum(samples) as samples
    from metric_segments
    where from_ms < ${Math.floor((now - SETTLED_MS) / WINDOW_MS) * WINDOW_MS}
    group by series_group, from_ms / ${WINDOW_MS}
    having count(*) > 1 and bool_or(not merged)
    order by min(from_ms), series_group
    limit 1000`;
  let samples = 0;
  return windows.filter(
    (window) => (samples += Number(window.samples)) - Number(window.samples) < samplesMax,
  );
}

/**
 * Merges the segments of days that are over, some at a time: fewer rows to fetch, longer columns to pack. Removal and
 * insert are one transaction.
 *
 * @returns segments that were replaced; 0 when there is nothing to do. Call again until it is 0.
 */
export async function mergeSegments(sql: Sql, now: UnixMs, samplesMax = MERGE_SAMPLES_MAX): Promise<number> {
  return sql.begin(async (tx) => {
    await lockMaintenance(tx);
    const windows = await chooseWindows(tx, now, samplesMax);
    const tombstones = await readTombstones(tx);
    let replaced = 0;
    for (const { ids } of windows) {
      const rows = await tx<StoredSegment[]>`
        delete from metric_segments where id = any(${ids}::bigint[])
        returning series_group, members, written_by, payload`;
      await writeSegments(tx, gather(rows.flatMap((row) => unpackSegment(row, tombstones))), {
        merged: true,
      });
      replaced += rows.length;
    }
    if (replaced > 0) await bumpGeneration(tx);
    return replaced;
  });
}
