import { and, eq } from "drizzle-orm";
import { type Injection, injections, type Run, runs } from "@/db/schema/experiments";
import { UNWATCHED_AFTER_MS } from "@/lib/alarms/constants";
import type { Context } from "@/lib/core/context";
import type { FaultTargets } from "./fault-targets";
import { lookAtSteady } from "./look-at-steady";
import { moveRun } from "./move-run";
import type { Reason, SteadyResult } from "./schemas";
import { sentenceOf } from "./sentence-of";

/** How long guards may go unseen while a fault acts: what alarm rules have, three evaluations. Our choice. */
const UNSEEN_MAX_MS = UNWATCHED_AFTER_MS;

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
  const guards = await lookAtSteady(ctx, run.plan.guards, "during").catch((error: unknown) =>
    endUnwatched(ctx, run, error),
  );
  if (guards === null) return;
  if (run.guardsUnseenSince) await noteUnseen(ctx, run, null);
  // A guard that cannot be seen protects nothing, so it counts as broken.
  const broken = guards.find(({ held }) => held !== true);
  if (broken) await cutShort(ctx, run, guardReason(broken), [...run.samples, broken]);
}

/** The store does not answer. For a moment that may be; a fault that nobody watches for longer is ended. */
async function endUnwatched(ctx: Context, run: Run, error: unknown): Promise<null> {
  if (run.plan.guards.length === 0) throw error;
  const now = ctx.now();
  if (!run.guardsUnseenSince) await noteUnseen(ctx, run, new Date(now));
  else if (now - run.guardsUnseenSince.getTime() >= UNSEEN_MAX_MS)
    await cutShort(ctx, run, { key: "guard_unseen", values: {} });
  return null;
}

async function noteUnseen(ctx: Context, run: Run, since: Date | null): Promise<void> {
  await ctx.db.update(runs).set({ guardsUnseenSince: since }).where(eq(runs.id, run.id));
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
