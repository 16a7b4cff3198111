import { sql } from "drizzle-orm";
import { simulatorTargets } from "@/db/schema/simulator";
import { SYSTEM_ACTOR, type Context } from "@/lib/core/context";
import type { TargetState } from "@/lib/products/types";
import { recordHistory, type HistoryInput } from "@/lib/resources/record-history";
import type { World } from "./world";

/** Rows of one statement, within the driver's 65,534 parameters. */
const ROWS_MAX = 5_000;

/** What the cloud itself does to its resources is told under this name. */
const CLOUD = { ...SYSTEM_ACTOR, id: "simulator", name: "simulated cloud" };

/**
 * What happened to a resource between two states of it: it went down or came back, took or lost a role, moved to another
 * zone. Numbers are left to the metrics.
 */
export function happened(before: TargetState, after: TargetState): HistoryInput["changes"] | null {
  const was: Readonly<Record<string, unknown>> = { ...before.compared, ...before.detail };
  const is: Readonly<Record<string, unknown>> = { ...after.compared, ...after.detail };
  const changes = Object.entries(is).flatMap(([key, value]) =>
    typeof value === "number" || value === was[key] || was[key] === undefined
      ? []
      : [[key, { before: was[key], after: value }] as const],
  );
  return changes.length > 0 ? Object.fromEntries(changes) : null;
}

/**
 * Keeps the targets' states where experiments read them, and what happened to them in the resources' history. A world of
 * hundreds of resources changes few of them in a tick, and only those are written.
 */
export class TargetKeeper {
  private written: Map<string, string> | null = null;

  /** Writes what differs from what is kept. */
  async keep(ctx: Context, { cells, clock }: World): Promise<void> {
    this.written ??= await readKept(ctx);
    const kept = this.written;
    const changed = new Map<string, TargetState>();
    for (const { members } of cells)
      for (const [id, { member }] of members) {
        const state = member.target();
        if (kept.get(id) !== JSON.stringify(state)) changed.set(id, state);
      }
    if (changed.size === 0) return;
    const events = [...changed].flatMap(([resourceId, state]): HistoryInput[] => {
      const before = kept.get(resourceId);
      const changes = before === undefined ? null : happened(JSON.parse(before) as TargetState, state);
      return changes ? [{ resourceId, action: "changed", changes }] : [];
    });
    await ctx.db.transaction(async (tx) => {
      const rows = [...changed].map(([resourceId, state]) => ({ resourceId, state }));
      for (let from = 0; from < rows.length; from += ROWS_MAX)
        // oxlint-disable-next-line no-await-in-loop -- statements of one transaction
        await tx
          .insert(simulatorTargets)
          .values(rows.slice(from, from + ROWS_MAX))
          .onConflictDoUpdate({
            target: simulatorTargets.resourceId,
            set: { state: sql`excluded.state`, updatedAt: sql`now()` },
          });
      await recordHistory(tx, { actor: CLOUD, now: () => clock }, events);
    });
    for (const [id, state] of changed) kept.set(id, JSON.stringify(state));
  }
}

async function readKept(ctx: Context): Promise<Map<string, string>> {
  const rows = await ctx.db
    .select({ id: simulatorTargets.resourceId, state: simulatorTargets.state })
    .from(simulatorTargets);
  // The database orders keys its own way; what differs in that alone is written once more, and changes nothing.
  return new Map(rows.map(({ id, state }) => [id, JSON.stringify(state)]));
}
