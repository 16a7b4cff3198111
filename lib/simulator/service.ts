import type { Context } from "@/lib/core/context";
import { env } from "@/lib/core/env";
import type { WorkerService } from "@/lib/core/worker-service";
import { publishLive } from "@/lib/live/publish";
import { declareResources } from "@/lib/resources/declare";
import { beginWorld, fillHistory, replayWorld } from "./backfill";
import { HISTORY_BACKFILL, HISTORY_DAYS } from "./constants";
import { buildFleet } from "./fleet";
import { liveOn } from "./live";
import { endWait } from "./patience";
import { failBackfill, readBackfill } from "./progress";
import { readOrigin, readWorld, storeWorld } from "./store-world";
import { StateFormatError, type World } from "./world";
import { DAY_MS } from "@/lib/core/time";

/**
 * A world that runs keeps its seed and size, whatever the environment says now: its past could not follow. One whose
 * stored state is of another release's format is played again.
 */
async function resumeOrBegin(ctx: Context, signal: AbortSignal): Promise<World> {
  const stored = await readWorld(ctx.db).catch((error: unknown) => {
    if (!(error instanceof StateFormatError)) throw error;
    console.warn(`simulator: ${error.message} The world is played again from its beginning.`);
    return null;
  });
  if (stored) return stored;
  const origin = await readOrigin(ctx.db);
  const { SIM_SEED: seed, SIM_SCALE: scale } = env();
  const world = origin ? await replayWorld(ctx, origin, signal) : await beginWorld(ctx, seed, scale, signal);
  if (!signal.aborted) await storeWorld(ctx.db, world);
  return world;
}

async function declareFleet(ctx: Context, scale: number): Promise<void> {
  const history = await readBackfill(ctx.db, HISTORY_BACKFILL);
  const startAt = history?.from ?? ctx.now() - HISTORY_DAYS * DAY_MS;
  await ctx.db.transaction(async (tx) => {
    await declareResources(tx, buildFleet(scale, startAt), new Date(ctx.now()));
    await publishLive(tx, { topic: "resources" });
  });
}

export async function runSimulator(ctx: Context, signal: AbortSignal): Promise<void> {
  await endWait(ctx.db);
  await runWorld(ctx, signal).catch((error: unknown) => {
    // It was waiting when it was told to stop.
    if (!signal.aborted) throw error;
  });
}

async function runWorld(ctx: Context, signal: AbortSignal): Promise<void> {
  const world = await resumeOrBegin(ctx, signal);
  if (signal.aborted) return;
  await declareFleet(ctx, world.cells.length);
  const history = fillHistory(ctx, world.seed, world.cells.length, signal).catch((error: unknown) =>
    signal.aborted ? undefined : failBackfill(ctx.db, HISTORY_BACKFILL, error),
  );
  await liveOn(ctx, world, signal);
  await history;
}

/** Plays the simulated cloud; idle when SIMULATOR=off. */
export const simulatorService: WorkerService = {
  name: "simulator",
  run: async (ctx, signal) => {
    if (env().SIMULATOR === "on") return runSimulator(ctx, signal);
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  },
};
