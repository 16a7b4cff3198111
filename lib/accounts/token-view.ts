import type { apiTokens } from "@/db/schema/auth";
import { toRole } from "@/lib/auth/find-token-actor";
import type { TokenView } from "@/lib/auth/schemas";

export function viewToken(row: typeof apiTokens.$inferSelect): TokenView {
  return {
    id: row.id,
    name: row.name,
    role: toRole(row.role),
    prefix: row.prefix,
    createdBy: row.createdBy,
    createdAt: row.createdAt.getTime(),
    lastUsedAt: row.lastUsedAt?.getTime() ?? null,
    expiresAt: row.expiresAt?.getTime() ?? null,
    revokedAt: row.revokedAt?.getTime() ?? null,
  };
}
