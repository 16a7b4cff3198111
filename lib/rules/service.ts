import { SECOND_MS } from "@/lib/core/time";
import type { WorkerService } from "@/lib/core/worker-service";
import { everyTick } from "@/lib/telemetry/ticks";
import { newEvaluator, startDueGroups } from "./tick";

/** How often groups are looked through for those that are due: the shortest interval that a group may have. */
const LOOK_MS = SECOND_MS;

/** Evaluates the recording rules. */
export const recordingService: WorkerService = {
  name: "recording-rules",
  run: async (ctx, signal) => {
    const onError = (error: unknown) => {
      if (!signal.aborted) console.error("recording rules: an evaluation failed", error);
    };
    const evaluator = newEvaluator(onError);
    await everyTick("recording-rules", { periodMs: LOOK_MS, signal, onError }, () =>
      startDueGroups(ctx, evaluator, signal),
    );
    await Promise.all(evaluator.busy.values());
  },
};
