import { eq } from "drizzle-orm";
import { type Injection, injections } from "@/db/schema/experiments";
import type { Context } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { MINUTE_MS, SECOND_MS, type DurationMs } from "@/lib/core/time";
import { publishLive } from "@/lib/live/publish";
import type { FaultTargets } from "./fault-targets";

/** Our choice: a second doubled each time, at most a minute, so that a target that is back is undone soon. */
export function undoRetryMs(attempts: number): DurationMs {
  return Math.min(MINUTE_MS, SECOND_MS * 2 ** Math.min(attempts, 10));
}

/**
 * Ends a fault on its target. That it is being undone is stored before it is tried; a failure is stored and shown, and is
 * tried again with growing pauses, without end.
 *
 * The fault ended at the deadline when that came first, even when nobody was there to see it.
 *
 * @returns whether the target was told to end it.
 */
export async function undoLease(ctx: Context, targets: FaultTargets, lease: Injection): Promise<boolean> {
  if (lease.undoneAt) return true;
  if (lease.undoRetryAt && lease.undoRetryAt.getTime() > ctx.now()) return false;
  if (lease.state !== "undoing")
    await ctx.db.update(injections).set({ state: "undoing" }).where(eq(injections.id, lease.id));
  const undoneAt = Math.min(ctx.now(), lease.deadline.getTime());
  try {
    await ctx.db.transaction(async (tx) => {
      await targets.undo(tx, lease.id, undoneAt);
      await tx
        .update(injections)
        .set({ undoneAt: new Date(undoneAt), undoError: null, undoRetryAt: null })
        .where(eq(injections.id, lease.id));
    });
    return true;
  } catch (error) {
    await recordUndoFailure(ctx, lease, error instanceof Error ? error.message : String(error));
    return false;
  }
}

/** Keeps what went wrong with an undo where everybody sees it, and says when it is tried again. */
export async function recordUndoFailure(ctx: Context, lease: Injection, message: string): Promise<void> {
  const retryAt = new Date(ctx.now() + undoRetryMs(lease.undoAttempts));
  await ctx.db.transaction(async (tx) => {
    await tx
      .update(injections)
      .set({
        state: "undo_failed",
        undoError: message,
        undoAttempts: lease.undoAttempts + 1,
        undoRetryAt: retryAt,
      })
      .where(eq(injections.id, lease.id));
    await publishLive(tx, { topic: "runs", key: lease.runId ?? lease.id });
  });
}

/** Whether a target is what it was before its fault; null: it could not be read. */
export type Restoration = { restored: true } | { restored: false | null; why: string };

/** Compares a target whose fault was ended with what it was before, and closes the lease when both are equal. */
export async function confirmUndone(
  ctx: Context,
  targets: FaultTargets,
  lease: Injection,
): Promise<Restoration> {
  if (lease.state === "undone") return { restored: true };
  const comparison = await compareWithBefore(ctx, targets, lease);
  if (!comparison.restored) return comparison;
  await ctx.db.transaction(async (tx) => {
    await tx
      .update(injections)
      .set({ state: "undone", undoError: null, undoRetryAt: null })
      .where(eq(injections.id, lease.id));
    await publishLive(tx, { topic: "runs", key: lease.runId ?? lease.id });
  });
  return comparison;
}

async function compareWithBefore(
  ctx: Context,
  targets: FaultTargets,
  { resourceId, undo }: Injection,
): Promise<Restoration> {
  try {
    const differing = differences(undo, await targets.readState(ctx, resourceId));
    if (differing.length === 0) return { restored: true };
    return { restored: false, why: `${resourceId} differs from before: ${differing.join(", ")}.` };
  } catch (error) {
    // A target that is gone can never be compared; a database that is away can, at the next try.
    if (!(error instanceof AppError) || error.retryable) throw error;
    return { restored: null, why: `${resourceId} cannot be read: ${error.message}` };
  }
}

/** The names whose values differ, with both values. */
function differences(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name} is ${String(after[name])}, was ${String(before[name])}`);
}
