import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { type Run, runs } from "@/db/schema/experiments";
import { ConflictError } from "@/lib/core/errors";
import { publishLive } from "@/lib/live/publish";
import { nextState, type RunAction } from "./next-state";

/**
 * Stores a run's next state and tells its readers. The caller's other writes belong into the same transaction.
 *
 * @throws ConflictError when the state does not allow the action, or another runner was faster.
 */
export async function moveRun(
  tx: Transaction,
  run: Pick<Run, "id" | "state">,
  action: RunAction,
  set: Partial<typeof runs.$inferInsert> = {},
): Promise<void> {
  const state = nextState(run.state, action);
  if (state === null) throw new ConflictError("run", run.id, `is ${run.state} and does not allow ${action}`);
  // The `where` settles the race between two runners.
  const moved = await tx
    .update(runs)
    .set({ ...set, state })
    .where(and(eq(runs.id, run.id), eq(runs.state, run.state)))
    .returning({ id: runs.id });
  if (moved.length === 0) throw new ConflictError("run", run.id, "was moved on by another runner");
  await publishLive(tx, { topic: "runs", key: run.id });
}
