import { asc, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { users } from "@/db/schema/auth";
import { openAuth } from "./auth";
import { SIGN_IN_LINK_MS } from "./constants";
import { generateToken, hashToken } from "./token";

/**
 * A link that signs the first administrator in once, and makes that account where there is none yet.
 *
 * @param baseUrl the address under which a browser reaches us.
 */
export async function createSignInLink(db: Database, baseUrl: string): Promise<string> {
  const auth = await openAuth(db);
  const { internalAdapter } = await auth.$context;
  const token = generateToken();
  await internalAdapter.createVerificationValue({
    identifier: hashToken(token),
    value: await firstAdministrator(db),
    expiresAt: new Date(Date.now() + SIGN_IN_LINK_MS),
  });
  return new URL(`/sign-in?token=${token}`, baseUrl).href;
}

async function firstAdministrator(db: Database): Promise<string> {
  const find = () =>
    db
      .select({ id: users.id })
      .from(users)
      .where(eq(users.role, "admin"))
      .orderBy(asc(users.createdAt))
      .limit(1);
  const [before] = await find();
  if (before) return before.id;
  // The address is a placeholder of the reserved kind (RFC 2606), to be replaced in the settings.
  await db
    .insert(users)
    .values({ name: "Administrator", email: "admin@evenkeel.invalid", role: "admin" })
    .onConflictDoNothing();
  const [made] = await find();
  if (!made) throw new Error("The first administrator could not be made.");
  return made.id;
}
