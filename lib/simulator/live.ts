import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "@/lib/core/context";
import { announceMetrics } from "@/lib/live/announce-metrics";
import { writeAs } from "@/lib/sources";
import { setLevel } from "@/lib/telemetry/measure";
import { measuredTick, recordLateness } from "@/lib/telemetry/ticks";
import { tickAt } from "./clock";
import { TICK_MS } from "./constants";
import { recordTo } from "./backfill";
import { readInputs } from "./inputs";
import { newPatience } from "./patience";
import { Recorder } from "./recorder";
import { step } from "./step";
import { TargetKeeper } from "./store-targets";
import { storeWorld } from "./store-world";
import type { World } from "./world";

/** A worker that fell behind by more catches up in batches instead of tick by tick. */
const BEHIND_MS = 4 * TICK_MS;
/** Past the boundary, so that the clock has surely reached it. */
const PAST_BOUNDARY_MS = 20;

/**
 * Keeps the world at the present: one tick, one write, every five seconds. Faults and events are read anew for each tick.
 *
 * Samples are durable before the state that follows from them: after a crash the same tick is made and written again,
 * with the same values, which the store takes as one. While the store is away the world stands still.
 */
export async function liveOn(ctx: Context, world: World, signal: AbortSignal): Promise<void> {
  const recorder = new Recorder(world);
  const targets = new TargetKeeper();
  const patiently = newPatience(ctx, signal);
  while (!signal.aborted) {
    const until = tickAt(ctx.now());
    /* oxlint-disable no-await-in-loop -- ticks follow each other */
    if (until - world.clock > BEHIND_MS) {
      await recordTo(ctx, world, until, signal);
      if (!signal.aborted) await patiently(() => storeWorld(ctx.db, world));
    }
    if (!signal.aborted) await patiently(() => targets.keep(ctx, world));
    while (world.clock + TICK_MS <= until && !signal.aborted) {
      const t = world.clock + TICK_MS;
      recordLateness("simulator", ctx.now() - t);
      await measuredTick("simulator", async () => {
        step(world, await patiently(() => readInputs(ctx.db, { from: t, to: t })));
        recorder.sample();
        const batch = recorder.take();
        await patiently(() => writeAs(ctx, "simulator", batch));
        announceMetrics(ctx.db, world.clock);
        await patiently(() => storeWorld(ctx.db, world));
        await patiently(() => targets.keep(ctx, world));
      });
    }
    setLevel("evenkeel_simulator_lag_seconds", Math.max(0, tickAt(ctx.now()) - world.clock) / 1_000);
    const waitMs = world.clock + TICK_MS + PAST_BOUNDARY_MS - ctx.now();
    await delay(Math.max(PAST_BOUNDARY_MS, waitMs), undefined, { signal }).catch(() => undefined);
    /* oxlint-enable no-await-in-loop */
  }
}
