import { and, eq, ne } from "drizzle-orm";
import { hashPassword } from "better-auth/crypto";
import type { Transaction } from "@/db/client";
import { accounts, sessions } from "@/db/schema/auth";

/** What better-auth calls sign-in by e-mail and password. */
export const PASSWORD_PROVIDER = "credential";

/**
 * Stores a password, hashed with scrypt, and signs the person out everywhere.
 *
 * @param keepSession the token of the session that may stay.
 */
export async function setPassword(
  tx: Transaction,
  userId: string,
  password: string,
  keepSession: string | null = null,
): Promise<void> {
  const mine = and(eq(accounts.userId, userId), eq(accounts.providerId, PASSWORD_PROVIDER));
  await tx.delete(accounts).where(mine);
  await tx.insert(accounts).values({
    userId,
    accountId: userId,
    providerId: PASSWORD_PROVIDER,
    password: await hashPassword(password),
  });
  const others = keepSession === null ? undefined : ne(sessions.token, keepSession);
  await tx.delete(sessions).where(and(eq(sessions.userId, userId), others));
}
