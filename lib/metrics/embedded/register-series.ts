import { createHash } from "node:crypto";
import type { Sql } from "@/db/client";

/** Rows of one statement: keeps the parameters of a request of 10,000 new series at a few megabytes. */
const BATCH_ROWS = 2_000;

function fingerprintOf(canonical: string): string {
  return createHash("sha256").update(canonical).digest("hex").slice(0, 32);
}

/**
 * Gives each label set its id for all time. Committed before it returns, so that no log row can name an unknown series.
 *
 * @param canonicals label sets as `canonicalLabels` writes them. They are registered in alphabetical order: writers that
 *   race then wait for each other instead of locking up, and series of one metric become neighbours in a segment.
 */
export async function registerSeries(sql: Sql, canonicals: Iterable<string>): Promise<Map<string, number>> {
  const sorted = [...new Set(canonicals)].sort();
  const ids = new Map<string, number>();
  for (let start = 0; start < sorted.length; start += BATCH_ROWS) {
    const batch = sorted.slice(start, start + BATCH_ROWS);
    const byFingerprint = new Map(batch.map((canonical) => [fingerprintOf(canonical), canonical]));
    const fingerprints = [...byFingerprint.keys()];
    await sql`
      insert into metric_series (fingerprint, labels)
      select * from unnest(${fingerprints}::uuid[], ${[...byFingerprint.values()]}::text[])
      on conflict do nothing`;
    const rows = await sql<{ id: number; fingerprint: string }[]>`
      select id, fingerprint from metric_series where fingerprint = any(${fingerprints}::uuid[])`;
    for (const row of rows) {
      ids.set(byFingerprint.get(row.fingerprint.replaceAll("-", "")) as string, row.id);
    }
  }
  return ids;
}
