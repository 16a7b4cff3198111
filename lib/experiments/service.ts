import { asc, notInArray } from "drizzle-orm";
import { runs } from "@/db/schema/experiments";
import type { Context } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { SECOND_MS } from "@/lib/core/time";
import type { WorkerService } from "@/lib/core/worker-service";
import { everyTick } from "@/lib/telemetry/ticks";
import { simulatedTargets } from "@/lib/simulator";
import { advanceRun } from "./advance-run";
import { TERMINAL_RUN_STATES } from "./constants";
import type { FaultTargets } from "./fault-targets";
import { sweepLeases } from "./sweep-leases";

/** Guards and deadlines are looked at this often: a fault outlives its time by a second at most. */
const ADVANCE_PERIOD_MS = SECOND_MS;

/**
 * Moves every open run on by one state, and looks after orphaned leases. A run is nothing but its rows, read anew each
 * second: whichever worker leads after a crash goes on from what was stored. A job queue would add a second record of
 * where a run is, which could disagree with the first.
 */
export async function advanceRuns(ctx: Context, targets: FaultTargets): Promise<void> {
  const open = await ctx.db
    .select()
    .from(runs)
    .where(notInArray(runs.state, [...TERMINAL_RUN_STATES]))
    .orderBy(asc(runs.createdAt));
  for (const run of open)
    await advanceRun(ctx, targets, run).catch((error: unknown) => reportStuck(run.id, error));
  await sweepLeases(ctx, targets);
}

function reportStuck(runId: string, error: unknown): void {
  // Another runner was faster: nothing is wrong. A store that is away is told on every screen.
  if (error instanceof AppError && (error.code === "conflict" || error.code === "unavailable")) return;
  console.error(`experiments: run ${runId} could not be moved on and is tried again`, error);
}

function makeExperimentService(targets: FaultTargets): WorkerService {
  return {
    name: "experiments",
    run: (ctx, signal) =>
      everyTick(
        "experiments",
        {
          periodMs: ADVANCE_PERIOD_MS,
          signal,
          onError: (error) => console.error("experiments: a tick failed", error),
        },
        () => advanceRuns(ctx, targets),
      ),
  };
}

/** Runs on the simulated cloud. */
export const experimentService = makeExperimentService(simulatedTargets);
