import type { Services } from "@/lib/core/context";
import { readLiveBytes } from "../embedded/live-bytes";
import type { StorageStatus } from "./schemas";

interface Figures {
  log: string;
  segments: string;
  registry: string;
  indexes: string;
  oldest: string | null;
  newest: string | null;
  samples: string;
  count: string;
  deletions: string;
}

/** What the embedded store takes on disk and what it holds. */
export async function readStorageStatus({ db, metrics }: Services): Promise<StorageStatus> {
  const [figures] = await db.$client<Figures[]>`
    select pg_table_size('metric_log') as log, pg_table_size('metric_segments') as segments,
      pg_table_size('metric_series') as registry,
      pg_indexes_size('metric_log') + pg_indexes_size('metric_segments') + pg_indexes_size('metric_series') as indexes,
      least(l.oldest, s.oldest) as oldest, greatest(l.newest, s.newest) as newest,
      coalesce(l.samples, 0) + coalesce(s.samples, 0) as samples, s.count,
      (select count(*) from metric_tombstones) as deletions
    from (select min(from_ms) as oldest, max(to_ms) as newest, sum(samples) as samples from metric_log) l,
      (select min(from_ms) as oldest, max(to_ms) as newest, sum(samples) as samples, count(*) as count
       from metric_segments) s`;
  if (!figures) throw new TypeError("A query without a condition returned no row.");
  const [log, segments, registry, indexes] = [
    Number(figures.log),
    Number(figures.segments),
    Number(figures.registry),
    Number(figures.indexes),
  ];
  const { log: liveLog, segments: liveSegments } = await readLiveBytes(db.$client);
  const { series, seriesTotal } = await metrics.status();
  return {
    bytes: {
      log,
      segments,
      registry,
      indexes,
      reusable: Math.max(0, log - liveLog) + Math.max(0, segments - liveSegments),
      total: log + segments + registry + indexes,
    },
    oldestMs: figures.oldest === null ? null : Number(figures.oldest),
    newestMs: figures.newest === null ? null : Number(figures.newest),
    samples: Number(figures.samples),
    segments: Number(figures.count),
    series: { active: series, total: seriesTotal },
    deletionsUnderWay: Number(figures.deletions),
  };
}
