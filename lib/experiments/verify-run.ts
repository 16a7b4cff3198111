import { eq } from "drizzle-orm";
import { type Injection, type Run, runs } from "@/db/schema/experiments";
import type { Context } from "@/lib/core/context";
import { deriveVerdict } from "./derive-verdict";
import type { FaultTargets } from "./fault-targets";
import { gatherEvidence } from "./gather-evidence";
import { lookAtSteady } from "./look-at-steady";
import { moveRun } from "./move-run";
import type { RunReport } from "./schemas";
import { confirmUndone, recordUndoFailure, type Restoration } from "./undo-lease";

/**
 * After the rollback: waits until targets, steady state and alarms are back, at most `recoverWithinS`, then draws the
 * verdict from what was recorded.
 */
export async function verifyRun(
  ctx: Context,
  targets: FaultTargets,
  run: Run,
  leases: readonly Injection[],
): Promise<void> {
  const endedAt = ctx.now();
  const compared = await confirmAll(ctx, targets, leases);
  const after = await lookAtSteady(ctx, run.plan.steadyState, "after").catch((error: unknown) =>
    noteUnseen(ctx, run, error),
  );
  const evidence = await gatherEvidence(ctx, run, leases, endedAt);
  const report = deriveVerdict({
    plan: run.plan,
    ...evidence,
    endedAt,
    steady: [...run.samples, ...evidence.during, ...after],
    targetsRestored: allRestored(compared.map(({ restoration }) => restoration)),
    cutShort: run.cutShort,
  });
  // While the metrics did not answer, nobody could have seen the way back.
  const seenFrom = Math.max(run.rolledBackAt?.getTime() ?? endedAt, run.metricsUnseenAt?.getTime() ?? 0);
  const overdueAt = seenFrom + run.plan.recoverWithinS * 1000;
  if (endedAt < overdueAt && mayImprove(run, report)) return;
  for (const { lease, restoration } of compared)
    if (!restoration.restored) await recordUndoFailure(ctx, lease, restoration.why);
  const end = { report, verdict: report.verdict, samples: report.steadyState, endedAt: new Date(endedAt) };
  await ctx.db.transaction((tx) => moveRun(tx, run, run.cutShort ? "abort" : "complete", end));
}

async function noteUnseen(ctx: Context, run: Run, error: unknown): Promise<never> {
  await ctx.db
    .update(runs)
    .set({ metricsUnseenAt: new Date(ctx.now()) })
    .where(eq(runs.id, run.id));
  throw error;
}

function confirmAll(ctx: Context, targets: FaultTargets, leases: readonly Injection[]) {
  return Promise.all(
    leases.map(async (lease) => ({ lease, restoration: await confirmUndone(ctx, targets, lease) })),
  );
}

/** One target that is not back decides; else one that could not be read. */
function allRestored(compared: readonly Restoration[]): boolean | null {
  if (compared.some(({ restored }) => restored === false)) return false;
  return compared.every(({ restored }) => restored === true) ? true : null;
}

/** What waiting may still change: something is not back yet, or the time of an alarm has not come. */
const WAITABLE = new Set([
  "not_restored",
  "restoration_unseen",
  "steady_not_back",
  "steady_unseen",
  "alarm_not_cleared",
]);

function mayImprove({ cutShort }: Run, { reasons, alarms, targets }: RunReport): boolean {
  return (
    reasons.some(({ key }) => WAITABLE.has(key)) ||
    (cutShort === null && reasons.some(({ key }) => key === "alarm_cut_short")) ||
    // An alarm that nobody declared is told with the time it took to clear.
    alarms.some(({ firedAt, resolvedAt }) => firedAt !== null && resolvedAt === null) ||
    targets.some(({ met, measuredS }) => met === false && measuredS === null)
  );
}
