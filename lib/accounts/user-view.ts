import type { users } from "@/db/schema/auth";
import { toRole } from "@/lib/auth/find-token-actor";
import type { UserView } from "@/lib/auth/schemas";

export function viewUser({ id, name, email, role, createdAt }: typeof users.$inferSelect): UserView {
  return { id, name, email, role: toRole(role), createdAt: createdAt.getTime() };
}
