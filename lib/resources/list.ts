import type { Context } from "@/lib/core/context";
import { liveRows, viewResource } from "./live-rows";
import { queryResources } from "./query";
import { type ResourceList, type ResourceQuery, resourceQuerySchema } from "./schemas";

/**
 * A page of the resources that fit all given filters. Without an order they come by product and id, or, where words are
 * searched for, best match first.
 */
export async function listResources(ctx: Context, input: ResourceQuery): Promise<ResourceList> {
  const { limit, offset, facets: wanted, ...filter } = resourceQuerySchema.parse(input);
  const { inventory, rows } = await liveRows(ctx);
  const { rows: found, facets } = queryResources(rows, filter);
  return {
    resources: found.slice(offset, offset + limit).map(viewResource),
    total: found.length,
    all: inventory.rows.length,
    ...(wanted === "1" ? { facets } : {}),
  };
}
