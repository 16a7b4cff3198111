import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { setLevel } from "@/lib/telemetry/measure";

/** How long the oldest job of each queue that is due has been waiting; 0 when none is. */
export async function watchQueues(db: Database, jobs: readonly string[]): Promise<void> {
  // pg-boss makes its tables when it starts for the first time.
  const [found] = await db.execute<{ there: boolean }>(
    sql`select to_regclass('jobs.job') is not null as there`,
  );
  if (found?.there !== true) return;
  const rows = await db.execute<{ name: string; age: number }>(sql`
    select name, extract(epoch from now() - min(start_after))::float as age
    from jobs.job where state in ('created', 'retry') and start_after < now() group by name`);
  const ages = new Map(rows.map(({ name, age }) => [name, age]));
  for (const job of jobs) setLevel("evenkeel_job_oldest_seconds", ages.get(job) ?? 0, { queue: job });
}
