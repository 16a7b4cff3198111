import { eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { architectures, architectureVersions } from "@/db/schema/architecture";
import { resources } from "@/db/schema/resources";
import type { Context } from "@/lib/core/context";
import { InvalidError, NotFoundError } from "@/lib/core/errors";
import { readTopology } from "@/lib/topology";
import { checkDiagram } from "./document/check-diagram";
import { generateDiagram } from "./document/generate-diagram";
import { resolveBindings, findUnbound, type BindableResource } from "./document/resolve-bindings";
import type { VersionOrigin } from "./constants";
import type { ArchitectureView, Diagram } from "./schemas";

export type ArchitectureRow = typeof architectures.$inferSelect;

/** By its slug, or null. */
export async function findArchitecture(
  db: Database | Transaction,
  slug: string,
): Promise<ArchitectureRow | null> {
  const [row] = await db.select().from(architectures).where(eq(architectures.slug, slug));
  return row ?? null;
}

/** Names of the businesses that have resources, ordered. */
export async function listApps(db: Database | Transaction): Promise<string[]> {
  const rows = await db.selectDistinct({ app: resources.app }).from(resources);
  return rows.flatMap(({ app }) => app ?? []).sort();
}

/** A slug that nobody saved stands for the business of that name. @throws NotFoundError when there is none */
export async function requireApp(db: Database | Transaction, slug: string): Promise<string> {
  const apps = await listApps(db);
  if (!apps.includes(slug)) throw new NotFoundError("architecture", slug);
  return slug;
}

/** A business is called by its name in the data: nobody has given it another yet. */
export const appTitle = (app: string): string => app;

export async function readResources(db: Database | Transaction): Promise<BindableResource[]> {
  return db
    .select({
      id: resources.id,
      product: resources.product,
      app: resources.app,
      layer: resources.layer,
      zone: resources.zone,
      cluster: resources.cluster,
      state: resources.state,
    })
    .from(resources);
}

export async function generateFor(ctx: Context, app: string): Promise<Diagram> {
  const [topology, known] = await Promise.all([readTopology(ctx, { app }), readResources(ctx.db)]);
  return generateDiagram(topology, known);
}

/** @throws InvalidError that names the place of the first fault. */
export function refuseFaulty(diagram: Diagram): void {
  const [first, ...more] = checkDiagram(diagram);
  if (!first) return;
  const place = ["diagram", ...first.path].join(".");
  const rest = more.length > 0 ? ` (and ${more.length} more)` : "";
  throw new InvalidError(`${place}: ${first.message}${rest}`, { place });
}

export function viewUnbound(
  diagram: Diagram,
  known: readonly BindableResource[],
  app: string | null,
): ArchitectureView["unbound"] {
  return findUnbound(resolveBindings(diagram.nodes, known), known, app).map(({ id, product, layer }) => ({
    id,
    product,
    layer: layer as ArchitectureView["unbound"][number]["layer"],
  }));
}

/** Adds a version; the caller has settled that nobody else adds the same one. */
export async function addVersion(
  tx: Transaction,
  ctx: Context,
  architectureId: string,
  row: { version: number; diagram: Diagram; origin: VersionOrigin; note: string },
): Promise<void> {
  await tx
    .insert(architectureVersions)
    .values({ ...row, architectureId, author: ctx.actor.name, at: new Date(ctx.now()) });
}
