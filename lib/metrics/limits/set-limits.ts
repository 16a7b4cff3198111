import { ingestLimits } from "@/db/schema/ingest";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import type { IngestLimitsView, SetIngestLimits } from "@/lib/metrics/schemas";
import { knownLimits, loadLimits, requireToken } from "./internal";

/**
 * Changes what a token may send. It holds at once in this process, within ten seconds in all others; what was taken
 * before stays.
 *
 * @param changes null goes back to the default, what is left out stays as it is.
 * @throws NotFoundError; ForbiddenError below `admin`.
 */
export async function setIngestLimits(
  ctx: Context,
  { id }: { id: string },
  changes: SetIngestLimits,
): Promise<IngestLimitsView> {
  requireRole(ctx, "admin");
  const view = await ctx.db.transaction(async (tx) => {
    await requireToken(tx, id);
    const before = await loadLimits(tx, id);
    await tx
      .insert(ingestLimits)
      .values({ tokenId: id, ...changes })
      // Without a column of its own an empty change would be no valid statement.
      .onConflictDoUpdate({
        target: ingestLimits.tokenId,
        set: { updatedAt: new Date(ctx.now()), ...changes },
      });
    const after = await loadLimits(tx, id);
    await recordAudit(tx, ctx, {
      action: "token.set_limits",
      subject: id,
      before: before.own,
      after: after.own,
    });
    return after;
  });
  knownLimits().delete(id);
  return view;
}
