import { type Injection, injections, type Run } from "@/db/schema/experiments";
import { eq } from "drizzle-orm";
import type { Context } from "@/lib/core/context";
import type { FaultTargets } from "./fault-targets";
import { isUniqueViolation } from "./is-unique-violation";
import { findRefusal, writeLeases } from "./leases";
import { moveRun } from "./move-run";
import type { Reason } from "./schemas";
import { sentenceOf } from "./sentence-of";
import { confirmUndone, undoLease } from "./undo-lease";

/**
 * Ends every fault of the run; goes on only when all targets were told. Then the plan's next step begins, unless the run
 * was cut short, or the run is verified.
 */
export async function rollBackRun(
  ctx: Context,
  targets: FaultTargets,
  run: Run,
  leases: readonly Injection[],
): Promise<void> {
  const undone = await Promise.all(leases.map((lease) => undoLease(ctx, targets, lease)));
  if (undone.includes(false)) return;
  const cut = run.cutShort ?? (run.abortRequestedAt ? abortedBy(run) : null);
  const next = run.stepIndex + 1;
  if (cut !== null || next >= run.plan.steps.length) return verifyNext(ctx, run, cut);
  // The next step's undo record must be the state before the first one, not that of a target on its way back.
  const compared = await Promise.all(leases.map((lease) => confirmUndone(ctx, targets, lease)));
  if (compared.every(({ restored }) => restored === true)) return beginNextStep(ctx, targets, run, next);
  const overdueAt = lastUndo(leases) + run.plan.recoverWithinS * 1000;
  if (ctx.now() >= overdueAt) await verifyNext(ctx, run, { key: "not_restored", values: {} });
}

/** Times of leases that were undone just now are not in `leases`: then it was now, or at their deadline. */
const lastUndo = (leases: readonly Injection[]): number =>
  Math.max(...leases.map(({ undoneAt, deadline }) => (undoneAt ?? deadline).getTime()));

const abortedBy = ({ abortRequestedBy }: Run): Reason => ({
  key: "aborted",
  values: { by: abortRequestedBy ?? "" },
});

async function beginNextStep(ctx: Context, targets: FaultTargets, run: Run, next: number): Promise<void> {
  const refusal = await findRefusal(ctx, targets, run, next);
  if (refusal) return verifyNext(ctx, run, refusal);
  try {
    await writeLeases(ctx, targets, run, next, (tx) => moveRun(tx, run, "next_step", { stepIndex: next }));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const reason = `A target of step ${next + 1} still has this fault open.`;
    const reasonZh = `第 ${next + 1} 步的某个目标上该故障尚未结束。`;
    await verifyNext(ctx, run, { key: "refused", values: { reason, reasonZh } });
  }
}

async function verifyNext(ctx: Context, run: Run, cut: Reason | null): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const own = await tx
      .select({ undoneAt: injections.undoneAt })
      .from(injections)
      .where(eq(injections.runId, run.id));
    const rolledBackAt = new Date(Math.max(...own.map(({ undoneAt }) => undoneAt?.getTime() ?? 0)));
    await moveRun(tx, run, "verify", {
      rolledBackAt,
      ...(cut && { cutShort: cut, reason: sentenceOf(cut) }),
    });
  });
}
