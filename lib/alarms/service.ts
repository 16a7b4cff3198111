import { setTimeout as delay } from "node:timers/promises";
import { SECOND_MS } from "@/lib/core/time";
import type { WorkerService } from "@/lib/core/worker-service";
import { everyTick } from "@/lib/telemetry/ticks";
import { EVALUATION_PERIOD_MS } from "./constants";
import { evaluateRules } from "./tick";

/** How long after a moment of the grid it is evaluated: samples of that moment need to arrive (Prometheus' `query_offset`). */
const ARRIVAL_MS = SECOND_MS;

/** Evaluates the alarm rules. A tick that fails leaves all as it was; the next one does its work. */
export const alarmService: WorkerService = {
  name: "alarms",
  run: async (ctx, signal) => {
    const waitMs = EVALUATION_PERIOD_MS - ((ctx.now() - ARRIVAL_MS) % EVALUATION_PERIOD_MS);
    await delay(waitMs, undefined, { signal }).catch(() => undefined);
    const onError = (error: unknown) => console.error("alarms: a tick failed", error);
    await everyTick("alarms", { periodMs: EVALUATION_PERIOD_MS, signal, onError }, async () => {
      await evaluateRules(ctx);
    });
  },
};
