import type { Database } from "@/db/client";
import {
  ignoredDifferences,
  inventoryRevision,
  type ObservedResource,
  observedResources,
  type Resource,
  resources,
} from "@/db/schema/resources";
import type { Context } from "@/lib/core/context";
import { processSingleton } from "@/lib/core/once";
import { findProduct } from "@/lib/products/catalogue";
import { type Comparison, compareInventory } from "./compare";

export interface InventoryRow {
  record: Resource;
  observed: ObservedResource | null;
  /** Labels that people gave and values that were seen, as `name=value`. */
  labels: readonly string[];
  /** All that can be searched, in lower case. */
  text: string;
  /** Open differences. */
  differences: number;
}

export interface Inventory {
  /** By product and id. */
  rows: readonly InventoryRow[];
  byId: ReadonlyMap<string, InventoryRow>;
  observed: ReadonlyMap<string, ObservedResource>;
  comparison: Comparison;
}

interface Held {
  revision: number;
  inventory: Promise<Inventory>;
}

const held = processSingleton("resources.inventory", () => new WeakMap<Database, Held>());

/**
 * The whole inventory, compared with what is seen. Read anew only when a statement has written to it: 17,500 records are
 * some megabytes, and filters, counts and orders over them are wanted at every keystroke.
 */
export async function loadInventory({ db, now }: Pick<Context, "db" | "now">): Promise<Inventory> {
  const [row] = await db.select({ revision: inventoryRevision.revision }).from(inventoryRevision);
  const revision = row?.revision ?? 0;
  const copies = held();
  const copy = copies.get(db);
  if (copy?.revision === revision) {
    const inventory = await copy.inventory;
    if (now() < (inventory.comparison.validUntil ?? Infinity)) return inventory;
  }
  // Read after the revision: a copy may be younger than its number, never older.
  const fresh: Held = { revision, inventory: readInventory(db, now()) };
  copies.set(db, fresh);
  fresh.inventory.catch(() => copies.get(db) === fresh && copies.delete(db));
  return fresh.inventory;
}

async function readInventory(db: Database, now: number): Promise<Inventory> {
  const [records, seen, ignored] = await Promise.all([
    db.select().from(resources),
    db.select().from(observedResources),
    db.select().from(ignoredDifferences),
  ]);
  const observed = new Map(seen.map((row) => [row.id, row]));
  const comparison = compareInventory(records, observed, ignored, now);
  const open = new Map<string, number>();
  for (const { resourceId, ignored: answer } of comparison.differences)
    if (answer === null) open.set(resourceId, (open.get(resourceId) ?? 0) + 1);
  const rows = records
    .map((record) => rowOf(record, observed.get(record.id) ?? null, open.get(record.id) ?? 0))
    .sort(({ record: a }, { record: b }) => compareText(a.product, b.product) || compareText(a.id, b.id));
  return { rows, byId: new Map(rows.map((row) => [row.record.id, row])), observed, comparison };
}

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function rowOf(record: Resource, observed: ObservedResource | null, differences: number): InventoryRow {
  const labels = new Set(Object.entries(record.labels).map(([name, value]) => `${name}=${value}`));
  for (const [name, values] of Object.entries(observed?.attributes ?? {})) {
    // These have filters of their own.
    if (["product", "app", "layer", "zone"].includes(name)) continue;
    for (const value of values) labels.add(`${name}=${value}`);
  }
  const product = findProduct(record.product);
  const words = [
    record.id,
    record.product,
    product?.title.en,
    product?.title.zh,
    ...(product?.synonyms ?? []),
    record.app,
    record.layer,
    record.zone,
    record.cluster,
    observed?.job,
    observed?.instance,
    ...labels,
    ...Object.entries(record.spec).map(([name, value]) => `${name}=${scalarText(value)}`),
  ];
  return {
    record,
    observed,
    labels: [...labels],
    text: words
      .filter((word) => typeof word === "string")
      .join("\n")
      .toLowerCase(),
    differences,
  };
}

const scalarText = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value) ?? "");
