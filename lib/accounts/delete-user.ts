import { eq } from "drizzle-orm";
import { users } from "@/db/schema/auth";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { requireOtherAdministrator } from "./last-administrator";
import { viewUser } from "./user-view";

/** Removes an account and its sessions. @throws NotFoundError; ConflictError for the last administrator. */
export async function deleteUser(ctx: Context, { id }: { id: string }): Promise<void> {
  requireRole(ctx, "admin");
  await ctx.db.transaction(async (tx) => {
    const [before] = await tx.select().from(users).where(eq(users.id, id)).for("update");
    if (!before) throw new NotFoundError("account", id);
    if (before.role === "admin") await requireOtherAdministrator(tx, id);
    await tx.delete(users).where(eq(users.id, id));
    await recordAudit(tx, ctx, { action: "user.delete", subject: id, before: viewUser(before) });
  });
}
