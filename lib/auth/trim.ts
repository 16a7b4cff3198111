import { lt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { sessions, verifications } from "@/db/schema/auth";
import type { UnixMs } from "@/lib/core/time";

/** Removes sessions and sign-in links that expired. */
export async function trimExpired(db: Database, now: UnixMs): Promise<void> {
  await db.delete(sessions).where(lt(sessions.expiresAt, new Date(now)));
  await db.delete(verifications).where(lt(verifications.expiresAt, new Date(now)));
}
