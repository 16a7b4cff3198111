import { HOUR_MS, SECOND_MS } from "@/lib/core/time";
import type { WorkerService } from "@/lib/core/worker-service";
import { cleanTombstones } from "./embedded/clean-tombstones";
import { everyTick } from "@/lib/telemetry/ticks";
import { expireSegments } from "./embedded/expire-segments";
import { foldLog } from "./embedded/fold-log";
import { measureLog, measureStep } from "./embedded/measure-maintenance";
import { mergeSegments } from "./embedded/merge-segments";
import { purgeSeries } from "./embedded/purge-series";
import { reclaimSpace } from "./embedded/reclaim-space";
import { untilDone } from "./embedded/until-done";
import { readRetention } from "./retention/read-retention";

/** How soon a block that is over is folded. Heads hold it meanwhile, so only their memory depends on it. */
const PERIOD_MS = 30 * SECOND_MS;
/** How often series without a sample are looked for: it reads the whole log, and nobody waits for it. Our choice. */
const PURGE_PERIOD_MS = HOUR_MS;

/**
 * Keeps the embedded store in shape: folds the log into segments, drops what is past retention, removes what was
 * deleted, merges old segments, takes series without a sample out of the registry.
 */
export const metricsService: WorkerService = {
  name: "metrics",
  run: async ({ db, now }, signal) => {
    const failed = new AbortController();
    let purgeDue = now() + PURGE_PERIOD_MS;
    const either = AbortSignal.any([signal, failed.signal]);
    await everyTick(
      "metrics",
      { periodMs: PERIOD_MS, signal: either, onError: (error) => failed.abort(error) },
      async () => {
        const step = async (name: string, work: () => Promise<number>): Promise<number> => {
          const done = await measureStep(name, work);
          if (done > 0) await reclaimSpace(db.$client);
          return done;
        };
        await untilDone(() => step("fold", () => foldLog(db.$client, now())), either);
        await step("expire", async () => expireSegments(db.$client, now(), await readRetention(db)));
        await untilDone(() => step("delete", () => cleanTombstones(db.$client)), either);
        await untilDone(() => step("merge", () => mergeSegments(db.$client, now())), either);
        if (now() >= purgeDue) {
          await measureStep("purge", async () => void (await purgeSeries(db.$client)));
          purgeDue = now() + PURGE_PERIOD_MS;
        }
        await measureLog(db.$client);
      },
    );
    failed.signal.throwIfAborted();
  },
};
