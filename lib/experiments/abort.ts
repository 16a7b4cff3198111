import { and, eq, isNull, notInArray } from "drizzle-orm";
import { runs } from "@/db/schema/experiments";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { publishLive } from "@/lib/live/publish";
import { TERMINAL_RUN_STATES } from "./constants";
import { readRun } from "./get-run";
import { type RunId, runIdSchema, type RunView } from "./schemas";

/**
 * Asks for a run to be ended: the worker rolls it back within about a second, verifies that all came back, and ends it.
 *
 * @returns the run; its state moves on when the worker acts.
 * @throws ForbiddenError when the actor is below `operator`; NotFoundError when no run has this id; ConflictError when it
 *   is over, or somebody asked already.
 */
export async function abortRun(ctx: Context, input: RunId): Promise<RunView> {
  requireRole(ctx, "operator");
  const { id } = runIdSchema.parse(input);

  return ctx.db.transaction(async (tx) => {
    const before = await readRun(tx, id);
    const asked = await tx
      .update(runs)
      .set({ abortRequestedAt: new Date(ctx.now()), abortRequestedBy: ctx.actor.name })
      .where(
        and(eq(runs.id, id), isNull(runs.abortRequestedAt), notInArray(runs.state, [...TERMINAL_RUN_STATES])),
      )
      .returning({ id: runs.id });
    if (asked.length === 0)
      throw new ConflictError("run", id, `is ${before.state} and cannot be aborted (again)`);
    const { state } = before;
    await recordAudit(tx, ctx, { action: "run.abort", subject: id, before: { state }, after: { state } });
    await publishLive(tx, { topic: "runs", key: id });
    return readRun(tx, id);
  });
}
