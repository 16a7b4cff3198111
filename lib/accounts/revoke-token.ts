import { and, eq, isNull } from "drizzle-orm";
import { apiTokens } from "@/db/schema/auth";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import type { TokenView } from "@/lib/auth/schemas";
import { viewToken } from "./token-view";

/** Makes a token invalid at once. Revoking twice changes nothing. @throws NotFoundError */
export async function revokeToken(ctx: Context, { id }: { id: string }): Promise<TokenView> {
  requireRole(ctx, "admin");
  return ctx.db.transaction(async (tx) => {
    const [revoked] = await tx
      .update(apiTokens)
      .set({ revokedAt: new Date(ctx.now()) })
      .where(and(eq(apiTokens.id, id), isNull(apiTokens.revokedAt)))
      .returning();
    if (revoked)
      await recordAudit(tx, ctx, { action: "token.revoke", subject: id, after: viewToken(revoked) });
    const [row] = revoked ? [revoked] : await tx.select().from(apiTokens).where(eq(apiTokens.id, id));
    if (!row) throw new NotFoundError("token", id);
    return viewToken(row);
  });
}
