import type { Database } from "@/db/client";
import type { Actor } from "@/lib/core/context";
import { UnauthenticatedError } from "@/lib/core/errors";
import { openAuth } from "./auth";
import { readToken } from "./credentials";
import { findTokenActor, toRole } from "./find-token-actor";

export interface Authenticated {
  actor: Actor;
  /** A cookie is sent by the browser unasked, so changes need more proof (`requireSameOrigin`). */
  by: "token" | "cookie";
}

/**
 * Who sends these headers: a token first, then a session cookie.
 *
 * @returns null without credentials.
 * @throws UnauthenticatedError when a token was sent that is not valid: it must not fall back to a cookie.
 */
export async function authenticate(db: Database, headers: Headers): Promise<Authenticated | null> {
  const token = readToken(headers);
  if (token !== null) {
    const actor = await findTokenActor(db, token);
    if (actor === null)
      throw new UnauthenticatedError("The token is not valid: it is unknown, revoked or expired.");
    return { actor, by: "token" };
  }
  if (!headers.has("cookie")) return null;
  const auth = await openAuth(db);
  const found = await auth.api.getSession({ headers });
  if (!found) return null;
  const { id, name, role } = found.user;
  return { actor: { id, kind: "user", name, role: toRole(role) }, by: "cookie" };
}
