import { and, eq, ne } from "drizzle-orm";
import { verifyPassword } from "better-auth/crypto";
import { accounts, users } from "@/db/schema/auth";
import { recordAudit } from "@/lib/audit/record";
import type { Context } from "@/lib/core/context";
import { AppError, ConflictError, InvalidError } from "@/lib/core/errors";
import type { ChangePassword, Me, UpdateMe } from "@/lib/auth/schemas";
import { PASSWORD_PROVIDER, setPassword } from "./set-password";

/** Who the caller is, person or token. */
export async function getMe(ctx: Context): Promise<Me> {
  const { id, kind, name, role } = ctx.actor;
  if (kind !== "user") return { id, kind, name, role, email: null, hasPassword: false };
  const [user] = await ctx.db.select().from(users).where(eq(users.id, id));
  const hash = await passwordHash(ctx, id);
  return { id, kind, name: user?.name ?? name, role, email: user?.email ?? null, hasPassword: hash !== null };
}

/** Changes the caller's own name and address. @throws ConflictError when the address is another's. */
export async function updateMe(ctx: Context, { name, email }: UpdateMe): Promise<Me> {
  const id = requirePerson(ctx);
  await ctx.db.transaction(async (tx) => {
    const address = email?.toLowerCase();
    if (address !== undefined) {
      const [other] = await tx
        .select()
        .from(users)
        .where(and(eq(users.email, address), ne(users.id, id)));
      if (other) throw new ConflictError("account", address, "exists already");
    }
    await tx
      .update(users)
      .set({ ...(name === undefined ? {} : { name }), ...(address === undefined ? {} : { email: address }) })
      .where(eq(users.id, id));
    await recordAudit(tx, ctx, { action: "me.update", subject: id, after: { name, email: address } });
  });
  return getMe(ctx);
}

/**
 * Sets the caller's own password and signs their other sessions out.
 *
 * @param session token of the session in use, which stays.
 * @throws InvalidError when the current password does not fit.
 */
export async function changePassword(
  ctx: Context,
  { currentPassword, newPassword }: ChangePassword,
  session: string | null,
): Promise<void> {
  const id = requirePerson(ctx);
  const hash = await passwordHash(ctx, id);
  if (hash !== null && !(await verifyPassword({ hash, password: currentPassword ?? "" }))) {
    throw new InvalidError("The current password is not right.", { place: "currentPassword" });
  }
  await ctx.db.transaction(async (tx) => {
    await setPassword(tx, id, newPassword, session);
    await recordAudit(tx, ctx, { action: "me.change_password", subject: id });
  });
}

async function passwordHash(ctx: Context, userId: string): Promise<string | null> {
  const [account] = await ctx.db
    .select({ password: accounts.password })
    .from(accounts)
    .where(and(eq(accounts.userId, userId), eq(accounts.providerId, PASSWORD_PROVIDER)));
  return account?.password ?? null;
}

function requirePerson({ actor }: Context): string {
  if (actor.kind === "user") return actor.id;
  throw new AppError("forbidden", "A token has no account: sign in as a person.");
}
