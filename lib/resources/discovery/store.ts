import { and, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { discoveryPasses, observedResources, type ObservedResource, resources } from "@/db/schema/resources";
import type { Context } from "@/lib/core/context";
import type { UnixMs } from "@/lib/core/time";
import { publishLive } from "@/lib/live/publish";
import { findProduct } from "@/lib/products/catalogue";
import { LAYERS, type Layer } from "../constants";
import { type HistoryInput, recordHistory } from "../record-history";
import { GONE_AFTER_MS, type ObservedChange, type ObservedDecision } from "./decide";

/** Rows of one statement: PostgreSQL takes 65,535 parameters. */
const ROWS_MAX = 1_000;

export interface Pass {
  durationMs: number;
  resources: number;
  failures: { part: string; reason: string }[];
}

/** Writes what a pass decided, all of it or nothing: the facts seen, the records made of them, and their history. */
export async function storeObserved(ctx: Context, decision: ObservedDecision, pass: Pass): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    for (const rows of chunks(decision.rows)) await upsertObserved(tx, rows);
    await followDiscovered(tx, decision);
    await forget(tx, decision.forgotten);
    const ended = await endRetiring(tx, ctx.now());
    await recordHistory(tx, ctx, [...decision.changes.flatMap(entryOf), ...ended]);
    const values = { ...pass, at: new Date(ctx.now()) };
    await tx
      .insert(discoveryPasses)
      .values({ id: 1, ...values })
      .onConflictDoUpdate({ target: discoveryPasses.id, set: values });
    if (decision.changes.length + decision.forgotten.length + ended.length > 0)
      await publishLive(tx, { topic: "resources" });
  });
}

function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += ROWS_MAX) yield all.slice(from, from + ROWS_MAX);
}

async function upsertObserved(tx: Transaction, rows: ObservedResource[]): Promise<void> {
  await tx
    .insert(observedResources)
    .values(rows)
    .onConflictDoUpdate({
      target: observedResources.id,
      set: {
        product: sql`excluded.product`,
        job: sql`excluded.job`,
        instance: sql`excluded.instance`,
        attributes: sql`excluded.attributes`,
        state: sql`excluded.state`,
        lastSeenAt: sql`excluded.last_seen_at`,
      },
    });
}

/** Records of what nobody declared: they follow what is seen. A declared record is never touched. */
async function followDiscovered(tx: Transaction, { rows, changes }: ObservedDecision): Promise<void> {
  const changed = new Set(changes.map(({ id }) => id));
  for (const part of chunks(rows.filter(({ id }) => changed.has(id)))) {
    await tx
      .insert(resources)
      .values(part.map((row) => recordOf(row)))
      .onConflictDoUpdate({
        target: resources.id,
        set: {
          product: sql`excluded.product`,
          app: sql`excluded.app`,
          layer: sql`excluded.layer`,
          zone: sql`excluded.zone`,
          cluster: sql`excluded.cluster`,
          state: sql`excluded.state`,
          lastSeenAt: sql`excluded.last_seen_at`,
          updatedAt: sql`now()`,
        },
        setWhere: eq(resources.origin, "discovered"),
      });
  }
}

/** What can be recorded of a resource that was only seen; of several values the first. */
function recordOf(seen: ObservedResource): typeof resources.$inferInsert {
  const { id, product, attributes, state, lastSeenAt } = seen;
  const first = (name: string): string | null => attributes[name]?.[0] ?? null;
  const layer = first("layer");
  return {
    id,
    product,
    app: first("app"),
    layer: isLayer(layer) ? layer : (findProduct(product)?.layer ?? null),
    zone: first("zone"),
    cluster: first("cluster"),
    origin: "discovered",
    state: state === "gone" ? "gone" : "running",
    lastSeenAt,
    createdAt: seen.firstSeenAt,
  };
}

const isLayer = (text: string | null): text is Layer => LAYERS.some((layer) => layer === text);

/**
 * A retiring resource that is gone from the metrics has retired; one that was never in them has when it has been retiring
 * for as long.
 */
async function endRetiring(tx: Transaction, now: UnixMs): Promise<HistoryInput[]> {
  const { id, state, origin, updatedAt } = resources;
  const over = await tx
    .select({ id })
    .from(resources)
    .leftJoin(observedResources, eq(observedResources.id, id))
    .where(
      and(
        eq(state, "retiring"),
        eq(origin, "declared"),
        or(
          eq(observedResources.state, "gone"),
          and(isNull(observedResources.id), lt(updatedAt, new Date(now - GONE_AFTER_MS))),
        ),
      ),
    );
  for (const part of chunks(over))
    await tx
      .update(resources)
      .set({ state: "gone" })
      .where(
        inArray(
          id,
          part.map((row) => row.id),
        ),
      );
  return over.map((row): HistoryInput => ({
    resourceId: row.id,
    action: "end",
    from: "retiring",
    to: "gone",
  }));
}

async function forget(tx: Transaction, ids: readonly string[]): Promise<void> {
  for (const part of chunks(ids)) {
    await tx.delete(observedResources).where(inArray(observedResources.id, part));
    await tx.delete(resources).where(and(inArray(resources.id, part), eq(resources.origin, "discovered")));
  }
}

/** Stale is a matter of minutes and changed is told by the comparison: neither is history. */
const HISTORY_ACTION = {
  appeared: "discovered",
  gone: "lost",
  returned: "seen_again",
  stale: null,
  changed: null,
} as const satisfies Record<ObservedChange, string | null>;

function entryOf({ id, change }: ObservedDecision["changes"][number]): HistoryInput[] {
  const action = HISTORY_ACTION[change];
  return action === null ? [] : [{ resourceId: id, action }];
}
