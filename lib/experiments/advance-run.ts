import { asc, eq } from "drizzle-orm";
import { type Injection, injections, type Run } from "@/db/schema/experiments";
import type { Context } from "@/lib/core/context";
import { withSpan } from "@/lib/telemetry/span";
import { beginRun, checkRun } from "./check-run";
import type { RunState } from "./constants";
import type { FaultTargets } from "./fault-targets";
import { activateRun, observeRun } from "./observe-run";
import { rollBackRun } from "./roll-back-run";
import { verifyRun } from "./verify-run";

type Advance = (ctx: Context, targets: FaultTargets, run: Run, leases: readonly Injection[]) => Promise<void>;

const nothingToDo: Advance = () => Promise.resolve();

const ADVANCE: Record<RunState, Advance> = {
  queued: (ctx, _targets, run) => beginRun(ctx, run),
  checking: checkRun,
  injecting: (ctx, targets, run, leases) => activateRun(ctx, targets, run, ofStep(run, leases)),
  observing: (ctx, _targets, run, leases) => observeRun(ctx, run, ofStep(run, leases)),
  rolling_back: rollBackRun,
  verifying: verifyRun,
  completed: nothingToDo,
  aborted: nothingToDo,
  failed: nothingToDo,
};

const ofStep = (run: Run, leases: readonly Injection[]): Injection[] =>
  leases.filter((lease) => lease.stepIndex === run.stepIndex);

/**
 * Moves a run on by at most one state. All it needs is in the database and each state is stored before it is acted in, so
 * any worker may make the next call, after a crash at any moment.
 */
export async function advanceRun(ctx: Context, targets: FaultTargets, run: Run): Promise<void> {
  const leases = await ctx.db
    .select()
    .from(injections)
    .where(eq(injections.runId, run.id))
    .orderBy(asc(injections.stepIndex), asc(injections.id));
  const attributes = { "experiment.run_id": run.id, "experiment.state": run.state };
  await withSpan("experiments.advance_run", attributes, () => ADVANCE[run.state](ctx, targets, run, leases));
}
