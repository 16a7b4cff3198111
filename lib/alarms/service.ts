import { every } from "@/lib/core/every";
import type { WorkerService } from "@/lib/core/worker-service";
import { EVALUATION_PERIOD_MS } from "./constants";
import { evaluateRules } from "./tick";

/** Evaluates the alarm rules. A tick that fails leaves all as it was; the next one does its work. */
export const alarmService: WorkerService = {
  name: "alarms",
  run: (ctx, signal) =>
    every(
      {
        periodMs: EVALUATION_PERIOD_MS,
        signal,
        onError: (error) => console.error("alarms: a tick failed", error),
      },
      async () => {
        await evaluateRules(ctx);
      },
    ),
};
