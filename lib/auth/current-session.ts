import type { Database } from "@/db/client";
import { openAuth } from "./auth";

/** Token of the session whose cookie these headers carry, or null. */
export async function currentSession(db: Database, headers: Headers): Promise<string | null> {
  const auth = await openAuth(db);
  return (await auth.api.getSession({ headers }))?.session.token ?? null;
}
