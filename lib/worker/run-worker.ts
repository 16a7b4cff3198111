import { every } from "@/lib/core/every";
import { once } from "@/lib/core/once";
import type { Context } from "@/lib/core/context";
import type { WorkerService } from "@/lib/core/worker-service";
import { beat, HEARTBEAT_PERIOD_MS } from "./heartbeat";
import { openLeadership } from "./leadership";
import { runService } from "./run-service";

export interface RunWorkerOptions {
  databaseUrl: string;
  services: readonly WorkerService[];
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
  await Promise.all([alive, ...services.map((service) => runService({ service, leadership, ...shared }))]);
  await leadership.close();
}
