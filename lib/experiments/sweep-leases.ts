import { and, eq, inArray, isNull, lte, ne, or } from "drizzle-orm";
import { injections, runs } from "@/db/schema/experiments";
import type { Context } from "@/lib/core/context";
import { TERMINAL_RUN_STATES } from "./constants";
import type { FaultTargets } from "./fault-targets";
import { confirmUndone, recordUndoFailure, undoLease } from "./undo-lease";

/**
 * Looks after leases that no run looks after any more: their run is over, or they never had one, and their target is not
 * yet what it was. Undoes and checks them again, with growing pauses, until it is.
 */
export async function sweepLeases(ctx: Context, targets: FaultTargets): Promise<void> {
  const now = new Date(ctx.now());
  const rows = await ctx.db
    .select({ lease: injections })
    .from(injections)
    .leftJoin(runs, eq(injections.runId, runs.id))
    .where(
      and(
        ne(injections.state, "undone"),
        or(
          inArray(runs.state, [...TERMINAL_RUN_STATES]),
          and(isNull(injections.runId), lte(injections.deadline, now)),
        ),
        or(isNull(injections.undoRetryAt), lte(injections.undoRetryAt, now)),
      ),
    );
  await Promise.all(
    rows.map(async ({ lease }) => {
      if (!(await undoLease(ctx, targets, lease))) return;
      const restoration = await confirmUndone(ctx, targets, lease);
      if (!restoration.restored) await recordUndoFailure(ctx, lease, restoration.why);
    }),
  );
}
