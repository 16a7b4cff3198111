import { and, asc, count, eq, ilike, or } from "drizzle-orm";
import { resources } from "@/db/schema/resources";
import type { Context } from "@/lib/core/context";
import { resourceQuerySchema, type ResourceList, type ResourceQuery } from "./schemas";

/** `%`, `_` and `\` mean themselves in what a person types. */
const contains = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

/** A page of the resources that fit all given filters, ordered by product and id. */
export async function listResources(ctx: Context, input: ResourceQuery): Promise<ResourceList> {
  const { product, layer, zone, app, q, limit, offset } = resourceQuerySchema.parse(input);
  const where = and(
    product === undefined ? undefined : eq(resources.product, product),
    layer === undefined ? undefined : eq(resources.layer, layer),
    zone === undefined ? undefined : eq(resources.zone, zone),
    app === undefined ? undefined : eq(resources.app, app),
    q ? or(ilike(resources.id, contains(q)), ilike(resources.cluster, contains(q))) : undefined,
  );
  const [rows, [all]] = await Promise.all([
    ctx.db
      .select()
      .from(resources)
      .where(where)
      .orderBy(asc(resources.product), asc(resources.id))
      .limit(limit)
      .offset(offset),
    ctx.db.select({ total: count() }).from(resources).where(where),
  ]);
  return {
    resources: rows.map(({ createdAt: _created, updatedAt: _updated, lastSeenAt, ...row }) => ({
      ...row,
      lastSeenAt: lastSeenAt?.getTime() ?? null,
    })),
    total: all?.total ?? 0,
  };
}
