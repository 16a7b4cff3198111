import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { InvalidError } from "@/lib/core/errors";
import { createArchitecture } from "./create";
import { parseArchitectureYaml, writeArchitectureYaml } from "./document/yaml";
import { getArchitecture } from "./get";
import { findArchitecture, listApps } from "./internal";
import { storeVersion } from "./save";
import {
  type ArchitectureName,
  architectureNameSchema,
  type ArchitectureQuery,
  type ArchitectureView,
  type YamlQuery,
  yamlQuerySchema,
} from "./schemas";

/** A diagram as YAML. @throws NotFoundError as of `getArchitecture` */
export async function exportYaml(
  ctx: Context,
  name: ArchitectureName,
  query: ArchitectureQuery,
): Promise<string> {
  return writeArchitectureYaml(await getArchitecture(ctx, name, query));
}

/**
 * Takes a diagram out of YAML as the next version, or as the first of a new diagram: all of it or nothing.
 *
 * @throws ForbiddenError when the actor is below `operator`.
 * @throws InvalidError with line and column of the first fault as its place.
 * @throws ConflictError when `baseVersion` is given and no longer the newest.
 */
export async function importYaml(
  ctx: Context,
  name: ArchitectureName,
  query: YamlQuery,
  text: string,
): Promise<ArchitectureView> {
  requireRole(ctx, "operator");
  const { slug } = architectureNameSchema.parse(name);
  const { baseVersion } = yamlQuerySchema.parse(query);
  const read = parseArchitectureYaml(text);
  if (read.slug !== slug)
    throw new InvalidError(
      `1:1: the file is about the architecture ${JSON.stringify(read.slug)}, not ${JSON.stringify(slug)}`,
      { place: "1:1" },
    );
  const row = await findArchitecture(ctx.db, slug);
  const { title, titleZh, app, diagram } = read;
  if (!row && !(await listApps(ctx.db)).includes(slug))
    return createArchitecture(ctx, { slug, title, titleZh, app, diagram }, "imported");
  await storeVersion(ctx, slug, {
    baseVersion: baseVersion ?? row?.version ?? 0,
    diagram,
    origin: "imported",
    note: "",
    names: { title, titleZh },
  });
  return getArchitecture(ctx, { slug });
}
