import { every } from "@/lib/core/every";
import { MINUTE_MS } from "@/lib/core/time";
import type { WorkerService } from "@/lib/core/worker-service";
import { scanRisks } from "./scan";

/** Settings change by hand and usage over hours: a minute is soon enough to see what was mended. */
const SCAN_PERIOD_MS = MINUTE_MS;

/** Scans at the start and each minute. */
export const riskService: WorkerService = {
  name: "risk",
  run: (ctx, signal) =>
    every(
      { periodMs: SCAN_PERIOD_MS, signal, onError: (error) => console.error("risk: a scan failed", error) },
      async () => {
        await scanRisks(ctx);
      },
    ),
};
