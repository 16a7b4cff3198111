import { and, asc, count, eq, or } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { type ResourceView as ViewRow, resourceViews } from "@/db/schema/resources";
import { recordAudit } from "@/lib/audit/record";
import { hasRole, requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { ConflictError, ForbiddenError, LimitError, NotFoundError } from "@/lib/core/errors";
import { publishLive } from "@/lib/live/publish";
import { VIEWS_MAX } from "./constants";
import {
  type SavedView,
  type SaveView,
  saveViewSchema,
  type UpdateView,
  updateViewSchema,
  type ViewId,
  viewIdSchema,
} from "./schemas";

/** The caller's own views and the shared ones, by name. */
export async function listViews(ctx: Context): Promise<{ views: SavedView[] }> {
  const rows = await ctx.db
    .select()
    .from(resourceViews)
    .where(or(resourceViews.shared, eq(resourceViews.ownerId, ctx.actor.id)))
    .orderBy(asc(resourceViews.name), asc(resourceViews.id));
  return { views: rows.map((row) => view(ctx, row)) };
}

const view = (ctx: Context, row: ViewRow): SavedView => ({
  id: row.id,
  name: row.name,
  query: row.query,
  shared: row.shared,
  owner: row.ownerName,
  mine: mayChange(ctx, row),
});

/** One's own, and as an operator those that are shared. */
const mayChange = ({ actor }: Context, row: ViewRow): boolean =>
  row.shared ? hasRole(actor, "operator") : row.ownerId === actor.id;

/**
 * Keeps filters and order under a name, for the caller or for everybody.
 *
 * @throws ForbiddenError when a viewer would share it; ConflictError when the name is taken; LimitError past 100 views.
 */
export async function saveView(ctx: Context, input: SaveView): Promise<SavedView> {
  const { name, query, shared } = saveViewSchema.parse(input);
  if (shared) requireRole(ctx, "operator");
  return ctx.db.transaction(async (tx) => {
    const [own] = await tx
      .select({ count: count() })
      .from(resourceViews)
      .where(eq(resourceViews.ownerId, ctx.actor.id));
    if ((own?.count ?? 0) >= VIEWS_MAX) throw new LimitError(`You have ${VIEWS_MAX} saved views already.`);
    const [row] = await tx
      .insert(resourceViews)
      .values({ name, query, shared, ownerId: ctx.actor.id, ownerName: ctx.actor.name })
      .onConflictDoNothing()
      .returning();
    if (!row) throw new ConflictError("view", JSON.stringify(name), "exists already");
    if (shared) await recordAudit(tx, ctx, { action: "resource_view.create", subject: row.id, after: row });
    await publishLive(tx, { topic: "resources" });
    return view(ctx, row);
  });
}

/** @throws NotFoundError also for a view of somebody else; ForbiddenError for a shared one, below `operator`. */
async function lockView(tx: Transaction, ctx: Context, id: string): Promise<ViewRow> {
  const [row] = await tx.select().from(resourceViews).where(eq(resourceViews.id, id)).for("update");
  if (!row || (!row.shared && row.ownerId !== ctx.actor.id)) throw new NotFoundError("view", id);
  if (!mayChange(ctx, row)) throw new ForbiddenError("operator");
  return row;
}

/** Renames a view, or gives it other filters. @throws as `lockView`; ConflictError when the name is taken. */
export async function updateView(ctx: Context, input: UpdateView & ViewId): Promise<SavedView> {
  const { id, ...rest } = input;
  const change = updateViewSchema.parse(rest);
  viewIdSchema.parse({ id });
  return ctx.db.transaction(async (tx) => {
    const before = await lockView(tx, ctx, id);
    if (change.name !== undefined && change.name !== before.name) await refuseTaken(tx, before, change.name);
    const [after] = await tx
      .update(resourceViews)
      .set({ name: change.name ?? before.name, query: change.query ?? before.query })
      .where(eq(resourceViews.id, id))
      .returning();
    if (!after) throw new NotFoundError("view", id);
    if (before.shared)
      await recordAudit(tx, ctx, { action: "resource_view.update", subject: id, before, after });
    await publishLive(tx, { topic: "resources" });
    return view(ctx, after);
  });
}

async function refuseTaken(tx: Transaction, { shared, ownerId }: ViewRow, name: string): Promise<void> {
  const [taken] = await tx
    .select({ id: resourceViews.id })
    .from(resourceViews)
    .where(
      and(
        eq(resourceViews.name, name),
        eq(resourceViews.shared, shared),
        shared ? undefined : eq(resourceViews.ownerId, ownerId),
      ),
    );
  if (taken) throw new ConflictError("view", JSON.stringify(name), "exists already");
}

/** @throws as `lockView`. */
export async function deleteView(ctx: Context, input: ViewId): Promise<void> {
  const { id } = viewIdSchema.parse(input);
  await ctx.db.transaction(async (tx) => {
    const before = await lockView(tx, ctx, id);
    await tx.delete(resourceViews).where(eq(resourceViews.id, id));
    if (before.shared) await recordAudit(tx, ctx, { action: "resource_view.delete", subject: id, before });
    await publishLive(tx, { topic: "resources" });
  });
}
