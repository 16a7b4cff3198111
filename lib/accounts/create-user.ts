import { users } from "@/db/schema/auth";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import type { CreateUser, UserView } from "@/lib/auth/schemas";
import { setPassword } from "./set-password";
import { viewUser } from "./user-view";

/** Makes an account that can sign in with e-mail and password. @throws ConflictError when the address is taken. */
export async function createUser(
  ctx: Context,
  { name, email, password, role }: CreateUser,
): Promise<UserView> {
  requireRole(ctx, "admin");
  return ctx.db.transaction(async (tx) => {
    const address = email.toLowerCase();
    const [row] = await tx
      .insert(users)
      .values({ name, email: address, role })
      .onConflictDoNothing()
      .returning();
    if (!row) throw new ConflictError("account", address, "exists already");
    await setPassword(tx, row.id, password);
    const view = viewUser(row);
    await recordAudit(tx, ctx, { action: "user.create", subject: row.id, after: view });
    return view;
  });
}
