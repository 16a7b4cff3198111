import { apiTokens } from "@/db/schema/auth";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import { generateToken, hashToken, tokenPrefix } from "@/lib/auth/token";
import type { Context } from "@/lib/core/context";
import { InvalidError } from "@/lib/core/errors";
import type { CreatedToken, CreateToken } from "@/lib/auth/schemas";
import { viewToken } from "./token-view";

/**
 * Makes a token for a program. The answer is the only place where it is ever shown.
 *
 * @throws InvalidError when it would have expired already.
 */
export async function createToken(
  ctx: Context,
  { name, role, expiresAt }: CreateToken,
): Promise<CreatedToken> {
  requireRole(ctx, "admin");
  if (expiresAt !== undefined && expiresAt <= ctx.now()) {
    throw new InvalidError("expiresAt lies in the past.", { place: "expiresAt" });
  }
  const token = generateToken();
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(apiTokens)
      .values({
        name,
        role,
        hash: hashToken(token),
        prefix: tokenPrefix(token),
        createdBy: ctx.actor.name,
        expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
      })
      .returning();
    if (!row) throw new Error("The token was not stored.");
    const view = viewToken(row);
    await recordAudit(tx, ctx, { action: "token.create", subject: row.id, after: view });
    return { ...view, token };
  });
}
