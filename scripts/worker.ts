import { env } from "@/lib/core/env";
import { mapStackTraces } from "@/lib/core/map-stack-traces";
import { getServices, systemContext } from "@/lib/runtime/services";
import { stopSignal } from "@/lib/runtime/stop-signal";
import { WORKER_JOBS } from "@/lib/worker/jobs";
import { keepSelf, watchQueues } from "@/lib/self";
import { startTelemetry } from "@/lib/telemetry/start";
import { runWorker } from "@/lib/worker/run-worker";
import { seedInstallation } from "@/lib/worker/seed";
import { workerServices } from "@/lib/worker/services";

mapStackTraces(import.meta.url);
const { DATABASE_URL } = env();
if (DATABASE_URL === undefined)
  throw new Error("DATABASE_URL is not set: start the product with `npm start`.");

await startTelemetry();
const { db, metrics } = getServices();
await seedInstallation(systemContext());
const kept = keepSelf({
  db,
  metrics,
  signal: stopSignal(),
  look: () =>
    watchQueues(
      db,
      WORKER_JOBS.map(({ name }) => name),
    ),
});
await runWorker({
  databaseUrl: DATABASE_URL,
  services: workerServices(),
  jobs: WORKER_JOBS,
  openContext: () => systemContext(),
  signal: stopSignal(),
  onReady: () => process.send?.("ready"),
  log: (line, error) => console.error(line, error ?? ""),
});
await kept;
await metrics.close();
await db.$client.end({ timeout: 2 });
process.disconnect?.();
