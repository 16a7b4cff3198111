import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { secrets } from "@/db/schema/auth";

/** The key that signs session cookies: made once, the same for every process on this database. */
export async function loadSecret(db: Database): Promise<string> {
  const name = "session";
  await db
    .insert(secrets)
    .values({ name, value: randomBytes(32).toString("base64url") })
    .onConflictDoNothing();
  const [row] = await db.select().from(secrets).where(eq(secrets.name, name));
  if (!row) throw new Error("The session secret vanished while it was read.");
  return row.value;
}
