import type { Database, Transaction } from "@/db/client";
import { metricRetention } from "@/db/schema/metrics";
import { environmentRetention } from "./environment-retention";
import type { RetentionView } from "./schemas";

/** The limits in force: what an administrator chose, else the environment's. */
export async function readRetention(db: Database | Transaction): Promise<RetentionView> {
  const [row] = await db
    .select({ maxAgeMs: metricRetention.maxAgeMs, maxBytes: metricRetention.maxBytes })
    .from(metricRetention);
  return row ? { ...row, source: "setting" } : { ...environmentRetention(), source: "environment" };
}
