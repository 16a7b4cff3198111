import { eq } from "drizzle-orm";
import { users } from "@/db/schema/auth";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { requireOtherAdministrator } from "./last-administrator";
import type { UpdateUser, UserView } from "@/lib/auth/schemas";
import { setPassword } from "./set-password";
import { viewUser } from "./user-view";

/**
 * Changes another person's account; what is not given stays. A new password signs them out everywhere.
 *
 * @throws NotFoundError; ConflictError when the last administrator would lose the role.
 */
export async function updateUser(ctx: Context, id: string, change: UpdateUser): Promise<UserView> {
  requireRole(ctx, "admin");
  const { name, role, password } = change;
  return ctx.db.transaction(async (tx) => {
    const [before] = await tx.select().from(users).where(eq(users.id, id)).for("update");
    if (!before) throw new NotFoundError("account", id);
    if (before.role === "admin" && role !== undefined && role !== "admin")
      await requireOtherAdministrator(tx, id);
    const changed = { name: name ?? before.name, role: role ?? before.role };
    await tx.update(users).set(changed).where(eq(users.id, id));
    if (password !== undefined) await setPassword(tx, id, password);
    const after = viewUser({ ...before, ...changed });
    const passwordChanged = password !== undefined;
    await recordAudit(tx, ctx, {
      action: "user.update",
      subject: id,
      before: viewUser(before),
      after: { ...after, passwordChanged },
    });
    return after;
  });
}
