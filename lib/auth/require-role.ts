import { ROLES, type Actor, type Role } from "@/lib/core/context";
import { ForbiddenError } from "@/lib/core/errors";

/** Each role may do all that the roles before it may. */
export function hasRole(actor: Actor, role: Role): boolean {
  return ROLES.indexOf(actor.role) >= ROLES.indexOf(role);
}

/** @throws ForbiddenError when the actor is below `role`. */
export function requireRole({ actor }: { actor: Actor }, role: Role): void {
  if (!hasRole(actor, role)) throw new ForbiddenError(role);
}
