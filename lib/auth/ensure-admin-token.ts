import { and, eq, isNull, ne } from "drizzle-orm";
import type { Database } from "@/db/client";
import { apiTokens } from "@/db/schema/auth";
import { hashToken, tokenPrefix } from "./token";

const NAME = "ADMIN_TOKEN";

/** Makes the token of the environment variable valid, and the one that it had before invalid. */
export async function ensureAdminToken(db: Database, token: string): Promise<void> {
  const hash = hashToken(token);
  await db.transaction(async (tx) => {
    await tx
      .update(apiTokens)
      .set({ revokedAt: new Date() })
      .where(and(eq(apiTokens.name, NAME), ne(apiTokens.hash, hash), isNull(apiTokens.revokedAt)));
    await tx
      .insert(apiTokens)
      .values({ name: NAME, hash, prefix: tokenPrefix(token), role: "admin", createdBy: "system" })
      .onConflictDoUpdate({ target: apiTokens.hash, set: { revokedAt: null, role: "admin" } });
  });
}
