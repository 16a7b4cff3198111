import { desc } from "drizzle-orm";
import { apiTokens } from "@/db/schema/auth";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import type { TokenView } from "@/lib/auth/schemas";
import { viewToken } from "./token-view";

/** All tokens, revoked ones too, newest first. Never the tokens themselves: they are not stored. */
export async function listTokens(ctx: Context): Promise<{ tokens: TokenView[] }> {
  requireRole(ctx, "admin");
  const rows = await ctx.db.select().from(apiTokens).orderBy(desc(apiTokens.createdAt));
  return { tokens: rows.map(viewToken) };
}
