import { SECOND_MS } from "@/lib/core/time";
import type { WorkerService } from "@/lib/core/worker-service";
import { cleanTombstones } from "./embedded/clean-tombstones";
import { everyTick } from "@/lib/telemetry/ticks";
import { expireSegments } from "./embedded/expire-segments";
import { foldLog } from "./embedded/fold-log";
import { measureLog, measureStep } from "./embedded/measure-maintenance";
import { mergeSegments } from "./embedded/merge-segments";
import { untilDone } from "./embedded/until-done";
import { readRetention } from "./retention/read-retention";

/** How soon a block that is over is folded. Heads hold it meanwhile, so only their memory depends on it. */
const PERIOD_MS = 30 * SECOND_MS;

/**
 * Keeps the embedded store in shape: folds the log into segments, drops what is past retention, removes what was
 * deleted, merges old segments.
 */
export const metricsService: WorkerService = {
  name: "metrics",
  run: async ({ db, now }, signal) => {
    const failed = new AbortController();
    const either = AbortSignal.any([signal, failed.signal]);
    await everyTick(
      "metrics",
      { periodMs: PERIOD_MS, signal: either, onError: (error) => failed.abort(error) },
      async () => {
        await untilDone(() => measureStep("fold", () => foldLog(db.$client, now())), either);
        await measureStep("expire", async () => expireSegments(db.$client, now(), await readRetention(db)));
        await untilDone(() => measureStep("delete", () => cleanTombstones(db.$client)), either);
        await untilDone(() => measureStep("merge", () => mergeSegments(db.$client, now())), either);
        await measureLog(db.$client);
      },
    );
    failed.signal.throwIfAborted();
  },
};
