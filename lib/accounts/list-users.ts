import { asc } from "drizzle-orm";
import { users } from "@/db/schema/auth";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import type { UserView } from "@/lib/auth/schemas";
import { viewUser } from "./user-view";

export async function listUsers(ctx: Context): Promise<{ users: UserView[] }> {
  requireRole(ctx, "admin");
  const rows = await ctx.db.select().from(users).orderBy(asc(users.name), asc(users.email));
  return { users: rows.map(viewUser) };
}
