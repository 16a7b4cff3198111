import type { Database, Transaction } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import type { Context } from "@/lib/core/context";

export interface AuditEntry {
  /** `<domain>.<verb>`, e.g. `alarm.acknowledge`. */
  action: string;
  /** Id of what was acted on. */
  subject?: string;
  /** State before and after; leave secrets out. */
  before?: unknown;
  after?: unknown;
}

/** Writes an audit row in the transaction of the change: either both are there or neither. */
export async function recordAudit(
  tx: Database | Transaction,
  ctx: Pick<Context, "actor" | "now" | "requestId">,
  { action, subject, before, after }: AuditEntry,
): Promise<void> {
  await tx.insert(auditLog).values({
    at: new Date(ctx.now()),
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    action,
    subject: subject ?? null,
    before: before ?? null,
    after: after ?? null,
    requestId: ctx.requestId,
  });
}
