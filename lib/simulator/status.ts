import { asc, like } from "drizzle-orm";
import { backfills, simulatorState, simulatorWait } from "@/db/schema/simulator";
import type { Context } from "@/lib/core/context";
import { env } from "@/lib/core/env";
import type { SimulatorView } from "./schemas";

/** How far the simulated world is, and how much of its past is written. */
export async function readSimulator(ctx: Context): Promise<SimulatorView> {
  const [[state], rows, [wait]] = await Promise.all([
    ctx.db
      .select({ seed: simulatorState.seed, scale: simulatorState.scale, clock: simulatorState.clock })
      .from(simulatorState),
    ctx.db.select().from(backfills).where(like(backfills.id, "simulator.%")).orderBy(asc(backfills.id)),
    ctx.db.select().from(simulatorWait),
  ]);
  const enabled = env().SIMULATOR === "on";
  return {
    enabled,
    world: state ? { ...state, clock: state.clock.getTime() } : null,
    waiting: enabled && wait ? { since: wait.since.getTime(), reason: wait.reason } : null,
    backfills: rows.map(({ id, fromAt, toAt, doneAt, error }) => {
      const whole = toAt.getTime() - fromAt.getTime();
      const done = doneAt.getTime() - fromAt.getTime();
      return {
        id,
        fromAt: fromAt.getTime(),
        toAt: toAt.getTime(),
        doneAt: doneAt.getTime(),
        progress: whole > 0 ? Math.min(1, done / whole) : 1,
        error,
      };
    }),
  };
}
