import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { ignoredDifferences, observedResources, type Resource, resources } from "@/db/schema/resources";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { ConflictError, InvalidError } from "@/lib/core/errors";
import { DAY_MS, type UnixMs } from "@/lib/core/time";
import { publishLive } from "@/lib/live/publish";
import { lockResource, moveResource } from "./change-state";
import { compareOne, observedKey, STATE_ATTRIBUTE } from "./compare";
import { IGNORE_DAYS_MAX, LAYERS, type Layer, type Settlement } from "./constants";
import { recordHistory } from "./record-history";
import { type DifferenceView, type Settle, settleSchema } from "./schemas";

interface Step {
  tx: Transaction;
  ctx: Context;
  record: Resource;
  difference: DifferenceView;
  value: string | undefined;
  reason: string | undefined;
  expiresAt: number | undefined;
}

const SETTLE: Record<Settlement, (step: Step) => Promise<void>> = { adopt, retire, accept, ignore, reopen };

/**
 * Settles differences between the inventory and what is seen, all of them or none: `adopt` makes a discovered resource a
 * declared one, `retire` begins to retire one that is not seen, `accept` records the value that is seen, `ignore` answers
 * for a difference until a day, `reopen` takes that back.
 *
 * @returns how many were settled.
 * @throws ForbiddenError when the actor is below `operator`; InvalidError without the reason or day that is needed;
 *   NotFoundError; ConflictError when a difference is not there any more, or cannot be settled so.
 */
export async function settleDifferences(ctx: Context, input: Settle): Promise<{ settled: number }> {
  requireRole(ctx, "operator");
  const { action, differences, reason, expiresAt } = settleSchema.parse(input);
  if ((action === "ignore" || action === "retire") && reason === undefined)
    throw new InvalidError(`To ${action} a difference needs a reason.`, { place: "reason" });
  if (action === "ignore") checkExpiry(ctx.now(), expiresAt);
  await ctx.db.transaction(async (tx) => {
    // Always in one order, so that two settlers never wait for each other.
    for (const wanted of differences.toSorted((a, b) => (a.resourceId < b.resourceId ? -1 : 1))) {
      // oxlint-disable-next-line no-await-in-loop -- statements of one transaction
      const { record, difference } = await findDifference(tx, wanted, ctx.now());
      if (action !== "reopen" && !difference.settlements.includes(action))
        throw new ConflictError(
          "difference of",
          record.id,
          `is ${difference.kind}, which ${action} does not settle`,
        );
      const { value } = wanted;
      // oxlint-disable-next-line no-await-in-loop
      await SETTLE[action]({ tx, ctx, record, difference, value, reason, expiresAt });
    }
    await publishLive(tx, { topic: "resources" });
  });
  return { settled: differences.length };
}

function checkExpiry(now: number, expiresAt: number | undefined): void {
  if (expiresAt === undefined || expiresAt <= now || expiresAt > now + IGNORE_DAYS_MAX * DAY_MS)
    throw new InvalidError(
      `To ignore a difference needs \`expiresAt\`, a time to come and at most ${IGNORE_DAYS_MAX} days ahead.`,
      { place: "expiresAt" },
    );
}

type Wanted = Pick<DifferenceView, "resourceId" | "kind" | "attribute">;

/** The difference as it is now. @throws ConflictError when it is gone. */
async function findDifference(
  tx: Transaction,
  { resourceId, kind, attribute }: Wanted,
  now: UnixMs,
): Promise<{ record: Resource; difference: DifferenceView }> {
  const record = await lockResource(tx, resourceId);
  const [seen] = await tx.select().from(observedResources).where(eq(observedResources.id, resourceId));
  const difference = compareOne(record, seen ?? null, now).differences.find(
    (one) => one.kind === kind && one.attribute === attribute,
  );
  if (difference) return { record, difference };
  throw new ConflictError(
    "difference of",
    resourceId,
    `(${[kind, attribute].join(" ").trim()}) is not there any more`,
  );
}

async function adopt({ tx, ctx, record, reason }: Step): Promise<void> {
  const after = { origin: "declared", keeper: "people", state: "running" } as const;
  await tx.update(resources).set(after).where(eq(resources.id, record.id));
  await recordHistory(tx, ctx, [
    { resourceId: record.id, action: "adopt", to: "running", ...(reason === undefined ? {} : { reason }) },
  ]);
  const { origin, state, keeper } = record;
  await recordAudit(tx, ctx, {
    action: "resource.adopt",
    subject: record.id,
    before: { origin, keeper, state },
    after: { ...after, reason },
  });
}

async function retire({ tx, ctx, record, reason = "" }: Step): Promise<void> {
  await moveResource(tx, ctx, record, "retire", reason);
}

async function accept({ tx, ctx, record, difference, value, reason }: Step): Promise<void> {
  const { attribute, observed } = difference;
  if (attribute === STATE_ATTRIBUTE) {
    const action = record.state === "gone" ? "return" : "start";
    return moveResource(tx, ctx, record, action, reason ?? "It is seen running.");
  }
  const [only] = observed;
  const accepted = value ?? (observed.length === 1 ? only : undefined);
  if (accepted === undefined || !observed.includes(accepted))
    throw new InvalidError(
      `${record.id} is seen with several values of ${attribute}: name one of ${observed.join(", ")}.`,
      {
        place: "differences.value",
      },
    );
  await tx
    .update(resources)
    .set({ ...withValue(record, attribute, accepted), keeper: "people" })
    .where(eq(resources.id, record.id));
  const changes = { [attribute]: { before: difference.declared, after: accepted } };
  await recordHistory(tx, ctx, [
    { resourceId: record.id, action: "accept", changes, ...(reason === undefined ? {} : { reason }) },
  ]);
  await recordAudit(tx, ctx, {
    action: "resource.accept",
    subject: record.id,
    before: { [attribute]: difference.declared },
    after: { [attribute]: accepted, reason },
  });
}

function withValue(record: Resource, attribute: string, value: string): Partial<Resource> {
  switch (attribute) {
    case "product":
    case "app":
    case "zone":
    case "cluster":
      return { [attribute]: value };
    case "layer":
      return { layer: layerOf(value) };
    default:
      return Object.hasOwn(record.labels, attribute)
        ? { labels: { ...record.labels, [attribute]: value } }
        : { spec: { ...record.spec, [attribute]: value } };
  }
}

function layerOf(value: string): Layer {
  const layer = LAYERS.find((name) => name === value);
  if (layer === undefined)
    throw new InvalidError(`${JSON.stringify(value)} is no layer: one of ${LAYERS.join(", ")}.`, {
      place: "differences.value",
    });
  return layer;
}

async function ignore({ tx, ctx, difference, reason = "", expiresAt = 0 }: Step): Promise<void> {
  const { resourceId, kind, attribute } = difference;
  const row = {
    observed: observedKey(difference.observed),
    reason,
    expiresAt: new Date(expiresAt),
    actorName: ctx.actor.name,
    createdAt: new Date(ctx.now()),
  };
  await tx
    .insert(ignoredDifferences)
    .values({ resourceId, kind, attribute, ...row })
    .onConflictDoUpdate({
      target: [ignoredDifferences.resourceId, ignoredDifferences.kind, ignoredDifferences.attribute],
      set: row,
    });
  await recordHistory(tx, ctx, [{ resourceId, action: "ignore", reason }]);
  await recordAudit(tx, ctx, {
    action: "resource.ignore",
    subject: resourceId,
    after: { kind, attribute, reason, expiresAt },
  });
}

async function reopen({ tx, ctx, difference }: Step): Promise<void> {
  const { resourceId, kind, attribute } = difference;
  const [before] = await tx
    .delete(ignoredDifferences)
    .where(
      and(
        eq(ignoredDifferences.resourceId, resourceId),
        eq(ignoredDifferences.kind, kind),
        eq(ignoredDifferences.attribute, attribute),
      ),
    )
    .returning();
  if (!before) throw new ConflictError("difference of", resourceId, "is not ignored");
  await recordHistory(tx, ctx, [{ resourceId, action: "reopen" }]);
  await recordAudit(tx, ctx, {
    action: "resource.reopen",
    subject: resourceId,
    before: { kind, attribute, reason: before.reason, expiresAt: before.expiresAt.getTime() },
  });
}
