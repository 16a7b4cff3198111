import type { Transaction } from "@/db/client";
import type { Context } from "@/lib/core/context";
import type { UnixMs } from "@/lib/core/time";
import type { TargetState, Text } from "@/lib/products/types";

export interface FaultRequest {
  faultId: string;
  resourceId: string;
  parameters: Record<string, unknown>;
}

/**
 * Where faults act. Each call may be repeated after a crash, so `apply` and `undo` must be idempotent, and a target drops
 * a fault at the lease's deadline by itself.
 */
export interface FaultTargets {
  /** Why this fault must not start on this resource now, or null. */
  refuse(ctx: Context, request: FaultRequest): Promise<Text | null>;
  /** What must be the same before a fault and after its undo. @throws NotFoundError when there is no such target. */
  readState(ctx: Context, resourceId: string): Promise<TargetState["compared"]>;
  /** Lets a leased fault act from `at` on. */
  apply(tx: Transaction, injectionId: string, at: UnixMs): Promise<void>;
  /** Ends it at `at`. */
  undo(tx: Transaction, injectionId: string, at: UnixMs): Promise<void>;
}
