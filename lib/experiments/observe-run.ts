import { and, eq } from "drizzle-orm";
import { type Injection, injections, type Run } from "@/db/schema/experiments";
import type { Context } from "@/lib/core/context";
import type { FaultTargets } from "./fault-targets";
import { lookAtSteady } from "./look-at-steady";
import { moveRun } from "./move-run";
import type { Reason, SteadyResult } from "./schemas";
import { sentenceOf } from "./sentence-of";

/** The leases are written: lets the faults of the step act, unless it was aborted or its time is over already. */
export async function activateRun(
  ctx: Context,
  targets: FaultTargets,
  run: Run,
  leases: readonly Injection[],
): Promise<void> {
  const now = ctx.now();
  if (run.abortRequestedAt) return cutShort(ctx, run, abortReason(run));
  if (leases.some((lease) => lease.deadline.getTime() <= now)) return cutShort(ctx, run, LEASE_EXPIRED);
  await ctx.db.transaction(async (tx) => {
    for (const lease of leases) {
      await targets.apply(tx, lease.id, now);
      await tx
        .update(injections)
        .set({ state: "active", activeFrom: new Date(now) })
        .where(and(eq(injections.id, lease.id), eq(injections.state, "pending")));
    }
    await moveRun(tx, run, "activate", { injectedAt: run.injectedAt ?? new Date(now) });
  });
}

/** While the fault acts: ends the step when its deadline came, a person aborted or a guard no longer holds. */
export async function observeRun(ctx: Context, run: Run, leases: readonly Injection[]): Promise<void> {
  if (run.abortRequestedAt) return cutShort(ctx, run, abortReason(run));
  if (leases.every((lease) => lease.deadline.getTime() <= ctx.now())) {
    await ctx.db.transaction((tx) => moveRun(tx, run, "roll_back"));
    return;
  }
  const guards = await lookAtSteady(ctx, run.plan.guards, "during");
  // A guard that cannot be seen protects nothing, so it counts as broken.
  const broken = guards.find(({ held }) => held !== true);
  if (broken) await cutShort(ctx, run, guardReason(broken), [...run.samples, broken]);
}

const LEASE_EXPIRED: Reason = { key: "lease_expired", values: {} };

function abortReason({ abortRequestedBy }: Run): Reason {
  return { key: "aborted", values: { by: abortRequestedBy ?? "" } };
}

function guardReason({ title, titleZh, value }: SteadyResult): Reason {
  return { key: "guard_broken", values: { title, titleZh, ...(value !== null && { value }) } };
}

/** Rolls back before the plan's end; the reason is stored with it, so that a crash cannot forget it. */
async function cutShort(ctx: Context, run: Run, reason: Reason, samples = run.samples): Promise<void> {
  const cut = { cutShort: reason, reason: sentenceOf(reason), samples };
  await ctx.db.transaction((tx) => moveRun(tx, run, "roll_back", cut));
}
