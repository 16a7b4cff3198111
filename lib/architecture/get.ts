import { and, asc, desc, eq, lte } from "drizzle-orm";
import { type ArchitectureVersion, architectureVersions } from "@/db/schema/architecture";
import type { Context } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import {
  appTitle,
  type ArchitectureRow,
  findArchitecture,
  generateFor,
  readResources,
  requireApp,
  viewUnbound,
} from "./internal";
import {
  type ArchitectureName,
  architectureNameSchema,
  type ArchitectureQuery,
  architectureQuerySchema,
  type ArchitectureView,
} from "./schemas";

/**
 * A diagram: the newest version, a given one, or the one that held at a moment. Before the first was saved, the first stands
 * for it. A business that has none saved gets one that is generated now.
 *
 * @throws NotFoundError when there is neither a diagram nor a business of this name, or no such version.
 */
export async function getArchitecture(
  ctx: Context,
  name: ArchitectureName,
  query: ArchitectureQuery = {},
): Promise<ArchitectureView> {
  const { slug } = architectureNameSchema.parse(name);
  const wanted = architectureQuerySchema.parse(query);
  const row = await findArchitecture(ctx.db, slug);
  if (!row) return generated(ctx, await requireApp(ctx.db, slug));
  const [held, known] = await Promise.all([findVersion(ctx, row, wanted), readResources(ctx.db)]);
  return {
    slug,
    title: row.title,
    titleZh: row.titleZh,
    app: row.app,
    version: held.version,
    newestVersion: row.version,
    updatedAt: held.at.getTime(),
    updatedBy: held.author,
    diagram: held.diagram,
    unbound: viewUnbound(held.diagram, known, row.app),
  };
}

async function generated(ctx: Context, app: string): Promise<ArchitectureView> {
  const [diagram, known] = await Promise.all([generateFor(ctx, app), readResources(ctx.db)]);
  const title = appTitle(app);
  return {
    slug: app,
    title,
    titleZh: title,
    app,
    version: 0,
    newestVersion: 0,
    updatedAt: null,
    updatedBy: null,
    diagram,
    unbound: viewUnbound(diagram, known, app),
  };
}

export async function findVersion(
  { db }: Context,
  { id, slug, version: newest }: ArchitectureRow,
  { at, version }: ArchitectureQuery,
): Promise<ArchitectureVersion> {
  const ofDiagram = eq(architectureVersions.architectureId, id);
  if (version === undefined && at !== undefined) {
    const [held] = await db
      .select()
      .from(architectureVersions)
      .where(and(ofDiagram, lte(architectureVersions.at, new Date(at))))
      .orderBy(desc(architectureVersions.version))
      .limit(1);
    if (held) return held;
    const [first] = await db
      .select()
      .from(architectureVersions)
      .where(ofDiagram)
      .orderBy(asc(architectureVersions.version))
      .limit(1);
    if (first) return first;
  }
  const wanted = version ?? newest;
  const [found] = await db
    .select()
    .from(architectureVersions)
    .where(and(ofDiagram, eq(architectureVersions.version, wanted)));
  if (!found) throw new NotFoundError(`version of the architecture ${slug}`, String(wanted));
  return found;
}
