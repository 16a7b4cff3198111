import type { Transaction } from "@/db/client";
import { resourceHistory } from "@/db/schema/resources";
import type { Context } from "@/lib/core/context";
import type { ResourceState } from "./constants";

export interface HistoryInput {
  resourceId: string;
  action: string;
  from?: ResourceState;
  to?: ResourceState;
  reason?: string;
  changes?: Record<string, { before: unknown; after: unknown }>;
}

/** Rows of one statement: PostgreSQL takes 65,535 parameters. */
const ROWS_MAX = 1_000;

/** Adds to the history of resources, in the transaction of the change. */
export async function recordHistory(
  tx: Transaction,
  { actor, now }: Pick<Context, "actor" | "now">,
  entries: readonly HistoryInput[],
): Promise<void> {
  const at = new Date(now());
  for (let from = 0; from < entries.length; from += ROWS_MAX) {
    // oxlint-disable-next-line no-await-in-loop -- statements of one transaction
    await tx.insert(resourceHistory).values(
      entries.slice(from, from + ROWS_MAX).map(({ changes = {}, ...entry }) => ({
        ...entry,
        changes,
        at,
        actorId: actor.id,
        actorName: actor.name,
      })),
    );
  }
}
