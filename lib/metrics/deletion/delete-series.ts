import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import type { SeriesDeletion } from "@/lib/metrics/store";

/**
 * Deletes what is stored of the series that fit any of the selectors, within the range: gone for every reader when it
 * resolves, removed from disk by the worker soon after. What arrives later is kept, also for the same moments.
 *
 * @throws ForbiddenError when the actor is below `admin`.
 * @throws InvalidError when the metrics are kept in another engine.
 */
export async function deleteSeries(ctx: Context, deletion: SeriesDeletion): Promise<void> {
  requireRole(ctx, "admin");
  // Before the deletion: without its row in the audit log nothing may vanish.
  await recordAudit(ctx.db, ctx, { action: "metrics.delete_series", after: deletion });
  await ctx.metrics.deleteSeries(deletion);
}

/** Removes deleted samples from disk now, rather than soon. @throws ForbiddenError when the actor is below `admin`. */
export async function cleanDeleted(ctx: Context): Promise<void> {
  requireRole(ctx, "admin");
  await recordAudit(ctx.db, ctx, { action: "metrics.clean_tombstones" });
  await ctx.metrics.cleanDeleted();
}
