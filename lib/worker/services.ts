import type { WorkerService } from "@/lib/core/worker-service";

/** Everything that the worker runs; one line a domain. */
export const WORKER_SERVICES: readonly WorkerService[] = [];
