import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { type Resource, resources } from "@/db/schema/resources";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { publishLive } from "@/lib/live/publish";
import type { LifecycleAction } from "./constants";
import { getResource } from "./get";
import { advance } from "./lifecycle";
import { recordHistory } from "./record-history";
import { type ChangeState, changeStateSchema, type ResourceDetail } from "./schemas";

/**
 * Moves a resource on in its life cycle.
 *
 * @throws ForbiddenError when the actor is below `operator`; NotFoundError; ConflictError when its state does not allow
 *   the action, or it was only discovered and nobody answers for it yet.
 */
export async function changeState(
  ctx: Context,
  input: ChangeState & { id: string },
): Promise<ResourceDetail> {
  requireRole(ctx, "operator");
  const { id, ...rest } = input;
  const { action, reason } = changeStateSchema.parse(rest);
  await ctx.db.transaction(async (tx) => {
    const before = await lockResource(tx, id);
    if (before.origin !== "declared")
      throw new ConflictError("resource", id, "was only discovered: adopt it first");
    await moveResource(tx, ctx, before, action, reason);
    await publishLive(tx, { topic: "resources", key: id });
  });
  return getResource(ctx, { id });
}

/** The record, locked until the transaction ends. @throws NotFoundError */
export async function lockResource(tx: Transaction, id: string): Promise<Resource> {
  const [row] = await tx.select().from(resources).where(eq(resources.id, id)).for("update");
  if (!row) throw new NotFoundError("resource", id);
  return row;
}

/** One step of the life cycle with its history and audit row. @throws ConflictError */
export async function moveResource(
  tx: Transaction,
  ctx: Context,
  before: Resource,
  action: LifecycleAction,
  reason: string,
): Promise<void> {
  const { id, state: from } = before;
  const to = advance(id, from, action);
  await tx.update(resources).set({ state: to }).where(eq(resources.id, id));
  await recordHistory(tx, ctx, [{ resourceId: id, action, from, to, reason }]);
  await recordAudit(tx, ctx, {
    action: `resource.${action}`,
    subject: id,
    before: { state: from },
    after: { state: to, reason },
  });
}
