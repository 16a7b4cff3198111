import type { Context } from "./context";

/**
 * Something that the worker does for ever. Of all workers on one database exactly one runs it at a time. Each domain
 * exports its own from `lib/<domain>/service.ts` and is listed in `lib/worker/services.ts`.
 */
export interface WorkerService {
  /** Stable: the lock and the heartbeat carry it. */
  name: string;
  /**
   * Resolves soon after `signal` aborts (shutdown, or the lock was lost). A throw is logged, and the service starts
   * again with back-off.
   */
  run(ctx: Context, signal: AbortSignal): Promise<void>;
}
