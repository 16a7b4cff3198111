import type { Context } from "@/lib/core/context";
import { conditionsOf, loadConditions } from "./conditions";
import { type Inventory, type InventoryRow, loadInventory } from "./inventory";
import { type LiveRow, seenOf } from "./query";
import type { ResourceView } from "./schemas";
import { loadUtilisation } from "./utilisation";

/** Adds to records what is true of them now. */
export async function liveRows(
  ctx: Context,
): Promise<{ inventory: Inventory; rows: LiveRow[]; toLive: (row: InventoryRow) => LiveRow }> {
  const [inventory, index, utilisation] = await Promise.all([
    loadInventory(ctx),
    loadConditions(ctx),
    loadUtilisation(ctx),
  ]);
  const toLive = (row: InventoryRow): LiveRow => ({
    ...row,
    conditions: conditionsOf(row.record, index),
    utilisation: utilisation.get(row.record.id) ?? null,
  });
  return { inventory, rows: inventory.rows.map(toLive), toLive };
}

export function viewResource(row: LiveRow): ResourceView {
  const { createdAt: _created, updatedAt: _updated, lastSeenAt: _declared, ...record } = row.record;
  return {
    ...record,
    ...row.conditions,
    seen: seenOf(row),
    lastSeenAt: row.observed?.lastSeenAt.getTime() ?? null,
    utilisation: row.utilisation,
    differences: row.differences,
  };
}
