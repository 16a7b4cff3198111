import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import type { IngestLimitsView } from "@/lib/metrics/schemas";
import { loadLimits, requireToken } from "./internal";

/** What a token may send. @throws NotFoundError; ForbiddenError below `admin`. */
export async function getIngestLimits(ctx: Context, { id }: { id: string }): Promise<IngestLimitsView> {
  requireRole(ctx, "admin");
  await requireToken(ctx.db, id);
  return loadLimits(ctx.db, id);
}
