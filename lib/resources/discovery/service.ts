import { observedResources } from "@/db/schema/resources";
import type { Context } from "@/lib/core/context";
import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import type { WorkerService } from "@/lib/core/worker-service";
import { SELF_PRODUCT } from "@/lib/telemetry/constants";
import { everyTick } from "@/lib/telemetry/ticks";
import { decideObserved } from "./decide";
import { readObserved } from "./read-observed";
import { storeObserved } from "./store";

/** New resources are looked for this often. Our choice: a person who connects one waits about so long. */
const PERIOD_MS = MINUTE_MS;
/** While nothing but ourselves has been seen: a fleet that has just begun should not be called missing for a minute. */
const LOOK_PERIOD_MS = 5 * SECOND_MS;

/**
 * One pass: asks the store what has samples, and writes what is new, changed, silent or back.
 *
 * @returns how many resources were seen that are not our own.
 */
export async function discover(ctx: Context, signal?: AbortSignal): Promise<number> {
  const startedAt = performance.now();
  const now = ctx.now();
  const seen = await readObserved(ctx, now, signal);
  const known = new Map((await ctx.db.select().from(observedResources)).map((row) => [row.id, row]));
  await storeObserved(ctx, decideObserved(known, seen, now), {
    durationMs: Math.round(performance.now() - startedAt),
    resources: seen.resources.size,
    failures: seen.failures.map(({ part, reason }) => ({ part: `${part.kind} ${part.name}`, reason })),
  });
  return [...seen.resources.values()].filter(({ product }) => product !== SELF_PRODUCT).length;
}

/** Finds resources in the store of metrics. */
export const discoveryService: WorkerService = {
  name: "discovery",
  run: (ctx, signal) => {
    let dueAt = 0;
    const onError = (error: unknown) => console.error("discovery: a pass failed", error);
    return everyTick("discovery", { periodMs: LOOK_PERIOD_MS, signal, onError }, async () => {
      if (ctx.now() < dueAt) return;
      if ((await discover(ctx, signal)) > 0) dueAt = ctx.now() + PERIOD_MS;
    });
  },
};
