import type { Sql } from "@/db/client";
import type { UnixMs } from "@/lib/core/time";
import { assembleStore } from "@/lib/metrics/embedded/open";
import { SeriesIds, writeBatch } from "@/lib/metrics/embedded/write-batch";
import type { SeriesSamples, WriteOptions } from "@/lib/metrics/store";

/** One process's embedded store with its inside in reach: as many as a test likes on one database. */
export function openParts(sql: Sql, now: () => UnixMs = Date.now) {
  const parts = assembleStore({ sql, now });
  const ids = new SeriesIds(parts);
  return {
    ...parts,
    write: (name: string, t: ArrayLike<number>, v: ArrayLike<number>, options: WriteOptions = {}) =>
      writeBatch(parts, ids, { series: [{ labels: { __name__: name }, t, v }] }, options),
    writeMany: (series: SeriesSamples[], options: WriteOptions = {}) =>
      writeBatch(parts, ids, { series }, options),
    /** All samples of one metric as pairs. */
    read: async (name: string): Promise<[t: number, v: number][]> => {
      await parts.tail.sync();
      const [series] = await parts.source.select(
        [{ name: "__name__", type: "=", value: name }],
        Number.MIN_SAFE_INTEGER,
        Number.MAX_SAFE_INTEGER,
      );
      if (!series) return [];
      const { t, v, start, end } = series;
      return Array.from(t.subarray(start, end), (time, i) => [time, v[start + i]!]);
    },
  };
}
