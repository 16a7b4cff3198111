import { desc, eq } from "drizzle-orm";
import { type ObservedResource, resourceHistory } from "@/db/schema/resources";
import type { Context } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import type { InventoryRow } from "./inventory";
import { actionsOf } from "./lifecycle";
import { liveRows, viewResource } from "./live-rows";
import type { LiveRow } from "./query";
import {
  type HistoryEntry,
  type ObservedView,
  type RelatedResource,
  type ResourceDetail,
  type ResourceId,
  resourceIdSchema,
} from "./schemas";

/** More relations of one kind than this cannot be looked through; the list of resources has them all. */
const RELATED_MAX = 200;
const HISTORY_MAX = 200;

/**
 * One resource with all that the inventory knows of it.
 *
 * @throws NotFoundError when no record has this id.
 */
export async function getResource(ctx: Context, input: ResourceId): Promise<ResourceDetail> {
  const { id } = resourceIdSchema.parse(input);
  const [{ inventory, toLive }, history] = await Promise.all([liveRows(ctx), readHistory(ctx, id)]);
  const row = inventory.byId.get(id);
  if (!row) throw new NotFoundError("resource", id);
  const { record, observed } = row;
  const callees = record.dependsOn.flatMap((other) => inventory.byId.get(other) ?? []);
  const callers = inventory.rows.filter((other) => other.record.dependsOn.includes(id));
  const members =
    record.cluster === null
      ? []
      : inventory.rows.filter((other) => other.record.cluster === record.cluster && other !== row);
  const relation = (rows: readonly InventoryRow[]) => ({
    resources: rows.slice(0, RELATED_MAX).map((other) => viewRelated(toLive(other))),
    total: rows.length,
  });
  return {
    resource: viewResource(toLive(row)),
    createdAt: record.createdAt.getTime(),
    updatedAt: record.updatedAt.getTime(),
    observed: observed && viewObserved(observed),
    selector: selectorOf(id, observed),
    dependsOn: relation(callees),
    dependedOnBy: relation(callers),
    cluster: relation(members),
    dangling: record.dependsOn.filter((other) => !inventory.byId.has(other)),
    differences: inventory.comparison.differences.filter(({ resourceId }) => resourceId === id),
    actions: record.origin === "declared" ? actionsOf(record.state) : [],
    history,
  };
}

/** Matchers of the series of a resource; a label value is written as PromQL does, which is as JSON does. */
export function selectorOf(id: string, observed: Pick<ObservedResource, "job" | "instance"> | null): string {
  if (observed?.job == null || observed.instance === null) return `resource=${JSON.stringify(id)}`;
  return `job=${JSON.stringify(observed.job)},instance=${JSON.stringify(observed.instance)}`;
}

function viewRelated(row: LiveRow): RelatedResource {
  const { id, product, zone, state, seen, alarms } = viewResource(row);
  return { id, product, zone, state, seen, alarms };
}

function viewObserved({
  product,
  job,
  instance,
  attributes,
  state,
  ...times
}: ObservedResource): ObservedView {
  return {
    product,
    job,
    instance,
    attributes,
    state,
    firstSeenAt: times.firstSeenAt.getTime(),
    lastSeenAt: times.lastSeenAt.getTime(),
  };
}

async function readHistory(ctx: Context, id: string): Promise<HistoryEntry[]> {
  const rows = await ctx.db
    .select()
    .from(resourceHistory)
    .where(eq(resourceHistory.resourceId, id))
    .orderBy(desc(resourceHistory.id))
    .limit(HISTORY_MAX);
  return rows.map(({ id: entry, at, actorName, action, from, to, reason, changes }) => ({
    id: entry,
    at: at.getTime(),
    by: actorName,
    action,
    from,
    to,
    reason,
    changes,
  }));
}
