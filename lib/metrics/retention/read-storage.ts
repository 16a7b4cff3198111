import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { env } from "@/lib/core/env";
import { readRetention } from "./read-retention";
import { readStorageStatus } from "./storage-status";
import type { StorageView } from "./storage-view";

/** How long samples are kept, what they take now, and where. */
export async function readStorage(ctx: Context): Promise<StorageView> {
  requireRole(ctx, "viewer");
  if (env().METRICS_URL !== undefined) return { embedded: null };
  const [retention, status] = await Promise.all([readRetention(ctx.db), readStorageStatus(ctx)]);
  return { embedded: { retention, status } };
}
