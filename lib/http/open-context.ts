import { randomUUID } from "node:crypto";
import { authenticate } from "@/lib/auth/authenticate";
import { requireSameOrigin } from "@/lib/auth/same-origin";
import { requireRole } from "@/lib/auth/require-role";
import { UnauthenticatedError } from "@/lib/core/errors";
import { SYSTEM_ACTOR, type Context, type Role } from "@/lib/core/context";
import { getServices } from "@/lib/runtime/services";
import { annotateRequest } from "@/lib/telemetry/request-span";

/** What a route asks of its caller. `public`: anyone, and the context then acts as the product itself. */
export type RouteRole = Role | "public";

/**
 * Who calls, and what they may use.
 *
 * @throws UnauthenticatedError without valid credentials; ForbiddenError when the role is too low, or when a browser
 *   sends a change from another site.
 */
export async function openContext(request: Request, role: RouteRole, requestId: string): Promise<Context> {
  const base = { requestId, now: Date.now, ...getServices() };
  annotateRequest({ "evenkeel.request_id": requestId });
  if (role === "public") return { ...base, actor: SYSTEM_ACTOR };
  const found = await authenticate(base.db, request.headers);
  if (found === null) throw new UnauthenticatedError();
  if (found.by === "cookie") requireSameOrigin(request);
  const ctx = { ...base, actor: found.actor };
  requireRole(ctx, role);
  return ctx;
}

/** The caller's own id when it looks like one, so that a trace can be followed across systems. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given !== null && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
}
