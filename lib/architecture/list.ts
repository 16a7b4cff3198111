import { and, asc, eq, sql } from "drizzle-orm";
import { architectures, architectureVersions } from "@/db/schema/architecture";
import type { Context } from "@/lib/core/context";
import { appTitle, listApps } from "./internal";
import { type ArchitectureList, slugSchema } from "./schemas";

/** Every diagram: the saved ones, and for each business that has none of its name one that is generated. By slug. */
export async function listArchitectures(ctx: Context): Promise<ArchitectureList> {
  const [rows, apps] = await Promise.all([
    ctx.db
      .select({
        slug: architectures.slug,
        title: architectures.title,
        titleZh: architectures.titleZh,
        app: architectures.app,
        version: architectures.version,
        updatedAt: architectureVersions.at,
        updatedBy: architectureVersions.author,
        nodes: sql<number>`jsonb_array_length(${architectureVersions.diagram} -> 'nodes')`.mapWith(Number),
      })
      .from(architectures)
      .innerJoin(
        architectureVersions,
        and(
          eq(architectureVersions.architectureId, architectures.id),
          eq(architectureVersions.version, architectures.version),
        ),
      )
      .orderBy(asc(architectures.slug)),
    listApps(ctx.db),
  ]);
  const saved = new Set(rows.map(({ slug }) => slug));
  const generated = apps
    .filter((app) => !saved.has(app) && slugSchema.safeParse(app).success)
    .map((app) => ({
      slug: app,
      title: appTitle(app),
      titleZh: appTitle(app),
      app,
      version: 0,
      updatedAt: null,
      updatedBy: null,
      nodes: null,
    }));
  return {
    architectures: [
      ...rows.map((row) => ({ ...row, updatedAt: row.updatedAt.getTime() })),
      ...generated,
    ].sort((a, b) => (a.slug < b.slug ? -1 : 1)),
  };
}
