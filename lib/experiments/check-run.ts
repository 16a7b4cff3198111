import type { Run } from "@/db/schema/experiments";
import type { Context } from "@/lib/core/context";
import { deriveVerdict } from "./derive-verdict";
import type { FaultTargets } from "./fault-targets";
import { isUniqueViolation } from "./is-unique-violation";
import { findRefusal, writeLeases } from "./leases";
import { lookAtSteady } from "./look-at-steady";
import { moveRun } from "./move-run";
import type { Reason, SteadyResult } from "./schemas";
import { sentenceOf } from "./sentence-of";

/** A queued run begins. */
export async function beginRun(ctx: Context, run: Run): Promise<void> {
  const startedAt = new Date(ctx.now());
  await ctx.db.transaction((tx) => moveRun(tx, run, "begin", { startedAt }));
}

/**
 * Before anything is touched: nobody called it off, the steady state holds, each target is there and takes the fault.
 * Then the leases are written, in the same transaction as the step to `injecting`. Else the run ends here, with the
 * reason, and nothing was injected.
 */
export async function checkRun(ctx: Context, targets: FaultTargets, run: Run): Promise<void> {
  // First of all: what cannot be looked at must not keep a run from being called off.
  if (run.abortRequestedAt) return refuseRun(ctx, run, CALLED_OFF, []);
  const samples = await lookAtSteady(ctx, run.plan.steadyState, "before");
  const reason = unsteady(samples) ?? (await findRefusal(ctx, targets, run, 0));
  if (reason) return refuseRun(ctx, run, reason, samples);
  try {
    await writeLeases(ctx, targets, run, 0, (tx) => moveRun(tx, run, "lease", { samples, stepIndex: 0 }));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    await refuseRun(ctx, run, TAKEN, samples);
  }
}

const CALLED_OFF: Reason = { key: "called_off", values: {} };
const TAKEN: Reason = {
  key: "refused",
  values: {
    reason: "The same fault is already open on one of the targets.",
    reasonZh: "其中一个目标上已有同一故障未结束。",
  },
};

function unsteady(samples: readonly SteadyResult[]): Reason | null {
  const broken = samples.find(({ held }) => held !== true);
  if (!broken) return null;
  const { title, titleZh, value } = broken;
  return { key: "not_steady_before", values: { title, titleZh, ...(value !== null && { value }) } };
}

async function refuseRun(ctx: Context, run: Run, reason: Reason, samples: SteadyResult[]): Promise<void> {
  const endedAt = ctx.now();
  const report = deriveVerdict({
    plan: run.plan,
    injected: null,
    endedAt,
    transitions: [],
    spans: new Map(),
    gapMs: 0,
    steady: samples,
    measures: [],
    targetsRestored: null,
    cutShort: reason,
  });
  await ctx.db.transaction((tx) =>
    moveRun(tx, run, "refuse", {
      samples,
      report,
      verdict: report.verdict,
      reason: sentenceOf(reason),
      endedAt: new Date(endedAt),
    }),
  );
}
