import { metricRetention } from "@/db/schema/metrics";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { readRetention } from "./read-retention";
import { retentionSchema, type Retention, type RetentionView } from "./schemas";

/**
 * Chooses how long samples are kept, from the worker's next round (30 s) on. A shorter time drops samples for good.
 *
 * @param input null: the environment's limits are in force again.
 * @throws ForbiddenError when the actor is below `admin`.
 */
export async function setRetention(ctx: Context, input: Retention | null): Promise<RetentionView> {
  requireRole(ctx, "admin");
  const chosen = input === null ? null : retentionSchema.parse(input);
  return ctx.db.transaction(async (tx) => {
    const before = await readRetention(tx);
    if (chosen === null) await tx.delete(metricRetention);
    else {
      await tx
        .insert(metricRetention)
        .values({ id: 1, ...chosen })
        .onConflictDoUpdate({ target: metricRetention.id, set: chosen });
    }
    const after = await readRetention(tx);
    await recordAudit(tx, ctx, { action: "metrics.set_retention", before, after });
    return after;
  });
}
