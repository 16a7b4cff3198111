import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { apiTokens } from "@/db/schema/auth";
import { ROLES, type Actor, type Role } from "@/lib/core/context";
import { hashToken } from "./token";

/** `last_used_at` is for people; once a minute is often enough. */
const LAST_USED_STEP = sql`interval '1 minute'`;

/** Whom a token stands for; null when it is unknown, revoked or expired. */
export async function findTokenActor(db: Database, token: string): Promise<Actor | null> {
  const [found] = await db
    .select()
    .from(apiTokens)
    .where(
      and(
        eq(apiTokens.hash, hashToken(token)),
        isNull(apiTokens.revokedAt),
        or(isNull(apiTokens.expiresAt), sql`${apiTokens.expiresAt} > now()`),
      ),
    );
  if (!found) return null;
  if (found.lastUsedAt === null || Date.now() - found.lastUsedAt.getTime() > 60_000) {
    await db
      .update(apiTokens)
      .set({ lastUsedAt: sql`now()` })
      .where(
        and(
          eq(apiTokens.id, found.id),
          or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, sql`now() - ${LAST_USED_STEP}`)),
        ),
      );
  }
  return { id: found.id, kind: "token", name: found.name, role: toRole(found.role) };
}

/** A role that this version does not know may do the least. */
export function toRole(text: unknown): Role {
  return ROLES.find((role) => role === text) ?? "viewer";
}
