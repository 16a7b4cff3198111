import type { Sql } from "@/db/client";
import type { MetricMetadata } from "@/lib/metrics/store";

/** Keeps the last word about each metric. Sorted, so that writers that race cannot lock each other up. */
export async function writeMetadata(sql: Sql, metadata: readonly MetricMetadata[]): Promise<void> {
  const byMetric = new Map(metadata.map((entry) => [entry.metric, entry]));
  const entries = [...byMetric.values()].sort((a, b) => (a.metric < b.metric ? -1 : 1));
  if (entries.length === 0) return;
  await sql`
    insert into metric_metadata (metric, type, help, unit)
    select * from unnest(
      ${entries.map(({ metric }) => metric)}::text[], ${entries.map(({ type }) => type)}::text[],
      ${entries.map(({ help }) => withoutNul(help))}::text[], ${entries.map(({ unit }) => withoutNul(unit))}::text[])
    on conflict (metric) do update set type = excluded.type, help = excluded.help, unit = excluded.unit
    where (metric_metadata.type, metric_metadata.help, metric_metadata.unit)
      is distinct from (excluded.type, excluded.help, excluded.unit)`;
}

/** PostgreSQL's text has no U+0000; a help text loses nothing by its replacement. */
const withoutNul = (text: string) => text.replaceAll("\u0000", "\uFFFD");

export async function readMetadata(sql: Sql, metric: string | undefined): Promise<MetricMetadata[]> {
  const rows = await sql<MetricMetadata[]>`
    select metric, type, help, unit from metric_metadata
    where ${metric ?? null}::text is null or metric = ${metric ?? null} order by metric`;
  return [...rows];
}
