import { desc, eq } from "drizzle-orm";
import { architectureVersions } from "@/db/schema/architecture";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { diffDiagrams } from "./document/diff-diagrams";
import { findVersion, getArchitecture } from "./get";
import { type ArchitectureRow, findArchitecture, requireApp } from "./internal";
import { storeVersion } from "./save";
import {
  type ArchitectureName,
  architectureNameSchema,
  type ArchitectureView,
  type DiagramDiff,
  type DiffQuery,
  diffQuerySchema,
  type RestoreArchitecture,
  restoreArchitectureSchema,
  type VersionList,
} from "./schemas";

/** The versions of a diagram, newest first; none of one that is only generated. @throws NotFoundError */
export async function listVersions(ctx: Context, input: ArchitectureName): Promise<VersionList> {
  const { slug } = architectureNameSchema.parse(input);
  const row = await findArchitecture(ctx.db, slug);
  if (!row) {
    await requireApp(ctx.db, slug);
    return { versions: [] };
  }
  const rows = await ctx.db
    .select()
    .from(architectureVersions)
    .where(eq(architectureVersions.architectureId, row.id))
    .orderBy(desc(architectureVersions.version));
  return {
    versions: rows.map(({ version, origin, note, author, at, diagram }) => ({
      version,
      origin,
      note,
      author,
      at: at.getTime(),
      nodes: diagram.nodes.length,
      edges: diagram.edges.length,
    })),
  };
}

/** What made version `to` out of version `from`; 0 is the empty diagram. @throws NotFoundError */
export async function diffVersions(
  ctx: Context,
  input: ArchitectureName,
  query: DiffQuery,
): Promise<DiagramDiff> {
  const { slug } = architectureNameSchema.parse(input);
  const { from, to } = diffQuerySchema.parse(query);
  const row = await requireArchitecture(ctx, slug);
  const diagramOf = async (version: number) =>
    version === 0 ? { nodes: [], edges: [] } : (await findVersion(ctx, row, { version })).diagram;
  return diffDiagrams(await diagramOf(from), await diagramOf(to));
}

/**
 * Makes an older version the newest one again; what came between stays readable.
 *
 * @throws ForbiddenError when the actor is below `operator`; NotFoundError; ConflictError as of `saveArchitecture`.
 */
export async function restoreVersion(
  ctx: Context,
  name: ArchitectureName,
  input: RestoreArchitecture,
): Promise<ArchitectureView> {
  requireRole(ctx, "operator");
  const { slug } = architectureNameSchema.parse(name);
  const { version, baseVersion } = restoreArchitectureSchema.parse(input);
  const { diagram } = await findVersion(ctx, await requireArchitecture(ctx, slug), { version });
  await storeVersion(ctx, slug, { baseVersion, diagram, origin: "restored", note: `= ${version}` });
  return getArchitecture(ctx, { slug });
}

async function requireArchitecture({ db }: Context, slug: string): Promise<ArchitectureRow> {
  const row = await findArchitecture(db, slug);
  if (!row) throw new NotFoundError("architecture", slug);
  return row;
}
