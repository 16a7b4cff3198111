import type { Database } from "@/db/client";
import { accounts, sessions } from "@/db/schema/auth";

/** Whether nobody has ever signed in, nor could with a password. */
export async function isFresh(db: Database): Promise<boolean> {
  const [passwords, entered] = await Promise.all([db.$count(accounts), db.$count(sessions)]);
  return passwords === 0 && entered === 0;
}
