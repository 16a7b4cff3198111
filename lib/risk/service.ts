import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import type { WorkerService } from "@/lib/core/worker-service";
import { everyTick } from "@/lib/telemetry/ticks";
import { scanRisks } from "./scan";

/** Settings change by hand and usage over hours: a minute is soon enough to see what was mended. */
const SCAN_PERIOD_MS = MINUTE_MS;
/** A fleet that is declared after the start should not wait a minute for its first score. */
const LOOK_PERIOD_MS = 5 * SECOND_MS;

/** Scans at the start and each minute; more often while there is nothing to score yet. */
export const riskService: WorkerService = {
  name: "risk",
  run: (ctx, signal) => {
    let dueAt = 0;
    const onError = (error: unknown) => console.error("risk: a scan failed", error);
    return everyTick("risk", { periodMs: LOOK_PERIOD_MS, signal, onError }, async () => {
      if (ctx.now() < dueAt) return;
      const { score } = await scanRisks(ctx);
      if (score !== null) dueAt = ctx.now() + SCAN_PERIOD_MS;
    });
  },
};
