import type { Transaction } from "@/db/client";
import { injections, type Run } from "@/db/schema/experiments";
import type { Context } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import type { FaultRequest, FaultTargets } from "./fault-targets";
import type { Reason } from "./schemas";

/** Every resource of a step with its fault. */
export function requestsOf({ plan }: Run, stepIndex: number): FaultRequest[] {
  const step = plan.steps[stepIndex];
  if (!step) return [];
  const { faultId, parameters } = step;
  return step.targets.map((resourceId) => ({ faultId, resourceId, parameters }));
}

/** The first reason why a step's fault must not start now, or null. */
export async function findRefusal(
  ctx: Context,
  targets: FaultTargets,
  run: Run,
  stepIndex: number,
): Promise<Reason | null> {
  for (const request of requestsOf(run, stepIndex)) {
    try {
      const text = await targets.refuse(ctx, request);
      if (text) return { key: "refused", values: { reason: text.en, reasonZh: text.zh } };
    } catch (error) {
      // A target or fault that is not there is a refusal; a database that is away is not.
      if (!(error instanceof AppError) || error.retryable) throw error;
      return { key: "refused", values: { reason: error.message, reasonZh: error.message } };
    }
  }
  return null;
}

/** Writes the leases of a step, undo record and deadline included, together with `alongside`. */
export async function writeLeases(
  ctx: Context,
  targets: FaultTargets,
  run: Run,
  stepIndex: number,
  alongside: (tx: Transaction) => Promise<void>,
): Promise<void> {
  const durationMs = (run.plan.steps[stepIndex]?.durationS ?? 0) * 1000;
  const leases = await Promise.all(
    requestsOf(run, stepIndex).map(async (request) => ({
      ...request,
      runId: run.id,
      stepIndex,
      undo: { ...(await targets.readState(ctx, request.resourceId)) },
      deadline: new Date(ctx.now() + durationMs),
    })),
  );
  await ctx.db.transaction(async (tx) => {
    await tx.insert(injections).values(leases);
    await alongside(tx);
  });
}
