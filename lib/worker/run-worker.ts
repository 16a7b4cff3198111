import { setTimeout as delay } from "node:timers/promises";
import { backoffMs } from "@/lib/core/backoff";
import { every } from "@/lib/core/every";
import { once } from "@/lib/core/once";
import type { Context } from "@/lib/core/context";
import type { WorkerService } from "@/lib/core/worker-service";
import type { Job } from "@/lib/jobs/job";
import { runJobs } from "@/lib/jobs/run-jobs";
import { beat, HEARTBEAT_PERIOD_MS } from "./heartbeat";
import { openLeadership } from "./leadership";
import { runService } from "./run-service";

export interface RunWorkerOptions {
  databaseUrl: string;
  services: readonly WorkerService[];
  jobs: readonly Job[];
  openContext: () => Context;
  signal: AbortSignal;
  /** Called after the first heartbeat reached the database. */
  onReady: () => void;
  log: (line: string, error?: unknown) => void;
}

/** Runs every service until the signal aborts; resolves when all of them ended and their locks are free. */
export async function runWorker({
  databaseUrl,
  services,
  jobs,
  onReady,
  ...shared
}: RunWorkerOptions): Promise<void> {
  const { openContext, signal, log } = shared;
  const ready = once(onReady);
  const leadership = openLeadership(databaseUrl);
  const onError = (error: unknown): void => log("the heartbeat could not be written", error);
  const alive = every({ periodMs: HEARTBEAT_PERIOD_MS, signal, onError }, async () => {
    await beat(openContext().db, "worker");
    ready();
  });
  const queues = keepTrying(() => runJobs({ databaseUrl, jobs, ...shared }), shared);
  await Promise.all([
    alive,
    queues,
    ...services.map((service) => runService({ service, leadership, ...shared })),
  ]);
  await leadership.close();
}

async function keepTrying(
  work: () => Promise<void>,
  { signal, log }: Pick<RunWorkerOptions, "signal" | "log">,
): Promise<void> {
  for (let failures = 1; !signal.aborted; failures += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      await work();
    } catch (error) {
      log("the job queue failed and starts again", error);
      // oxlint-disable-next-line no-await-in-loop
      await delay(backoffMs(failures), undefined, { signal }).catch(() => undefined);
    }
  }
}
