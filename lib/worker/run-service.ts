import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "@/lib/core/context";
import type { WorkerService } from "@/lib/core/worker-service";
import { backoffMs } from "@/lib/core/backoff";
import { count, setLevel } from "@/lib/telemetry/measure";
import { beat, HEARTBEAT_PERIOD_MS } from "./heartbeat";
import type { Leadership } from "./leadership";

/** After this long without a fault the next one counts as the first. */
const HEALTHY_MS = 60_000;

export interface RunServiceOptions {
  service: WorkerService;
  leadership: Leadership;
  /** Made anew for each attempt. */
  openContext: () => Context;
  signal: AbortSignal;
  log: (line: string, error?: unknown) => void;
}

/** Runs a service whenever this process leads it, again and again until the signal aborts. */
export async function runService(options: RunServiceOptions): Promise<void> {
  const { service, leadership, openContext, signal, log } = options;
  let failures = 0;
  while (!signal.aborted) {
    const startedAt = performance.now();
    // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
    const error = await leadership
      .lead(service.name, signal, (leading) => runLeading(service, openContext(), leading))
      .then(
        () => null,
        (thrown: unknown) => thrown,
      );
    if (signal.aborted) return;
    failures = performance.now() - startedAt > HEALTHY_MS ? 1 : failures + 1;
    if (error !== null) count("evenkeel_service_restarts_total", { service: service.name });
    if (error !== null) log(`${service.name} failed and starts again`, error);
    // oxlint-disable-next-line no-await-in-loop
    await beat(openContext().db, service.name, error instanceof Error ? error.message : null).catch(
      () => undefined,
    );
    // oxlint-disable-next-line no-await-in-loop
    await delay(backoffMs(failures), undefined, { signal }).catch(() => undefined);
  }
}

async function runLeading(service: WorkerService, ctx: Context, signal: AbortSignal): Promise<void> {
  const say = (): void => void beat(ctx.db, service.name).catch(() => undefined);
  say();
  const timer = setInterval(say, HEARTBEAT_PERIOD_MS);
  setLevel("evenkeel_service_leading", 1, { service: service.name });
  try {
    await service.run(ctx, signal);
  } finally {
    clearInterval(timer);
    setLevel("evenkeel_service_leading", 0, { service: service.name });
  }
}
