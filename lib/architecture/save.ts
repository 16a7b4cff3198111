import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { architectures } from "@/db/schema/architecture";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { publishLive } from "@/lib/live/publish";
import type { VersionOrigin } from "./constants";
import { getArchitecture } from "./get";
import { addVersion, appTitle, findArchitecture, refuseFaulty, requireApp } from "./internal";
import {
  type ArchitectureName,
  architectureNameSchema,
  type ArchitectureView,
  type Diagram,
  type SaveArchitecture,
  saveArchitectureSchema,
} from "./schemas";

/**
 * Stores a diagram as its next version; the first one of a business that had none saved makes it.
 *
 * @throws ForbiddenError when the actor is below `operator`.
 * @throws InvalidError that names the place, when the diagram is no true one.
 * @throws ConflictError when somebody saved a newer version than the one that was edited.
 */
export async function saveArchitecture(
  ctx: Context,
  name: ArchitectureName,
  input: SaveArchitecture,
): Promise<ArchitectureView> {
  requireRole(ctx, "operator");
  const { slug } = architectureNameSchema.parse(name);
  const { diagram, baseVersion, note, title, titleZh } = saveArchitectureSchema.parse(input);
  refuseFaulty(diagram);
  await storeVersion(ctx, slug, {
    baseVersion,
    diagram,
    note,
    origin: "edited",
    names: { ...(title === undefined ? {} : { title }), ...(titleZh === undefined ? {} : { titleZh }) },
  });
  return getArchitecture(ctx, { slug });
}

interface NextVersion {
  baseVersion: number;
  diagram: Diagram;
  note: string;
  origin: VersionOrigin;
  names?: { title?: string; titleZh?: string };
}

/** Adds the version after `baseVersion`, with its audit row, or throws ConflictError. */
export async function storeVersion(ctx: Context, slug: string, next: NextVersion): Promise<void> {
  const { baseVersion, names = {} } = next;
  await ctx.db.transaction(async (tx) => {
    const version = baseVersion + 1;
    const id = baseVersion === 0 ? await insertFirst(tx, slug, names) : await raise(tx, slug, next);
    await addVersion(tx, ctx, id, {
      version,
      diagram: next.diagram,
      origin: next.origin,
      note: next.note,
    });
    await recordAudit(tx, ctx, {
      action: "architecture.save",
      subject: slug,
      before: { version: baseVersion },
      after: { version, origin: next.origin, note: next.note, ...names },
    });
    await publishLive(tx, { topic: "architectures", key: slug });
  });
}

/** The index of slugs settles the race: the second who saves a first version gets no row. */
async function insertFirst(
  tx: Transaction,
  slug: string,
  { title, titleZh }: { title?: string; titleZh?: string },
): Promise<string> {
  const app = (await findArchitecture(tx, slug)) ? slug : await requireApp(tx, slug);
  const [row] = await tx
    .insert(architectures)
    .values({
      slug,
      title: title ?? appTitle(app),
      titleZh: titleZh ?? title ?? appTitle(app),
      app,
      version: 1,
    })
    .onConflictDoNothing()
    .returning({ id: architectures.id });
  if (!row) throw await conflict(tx, slug, 0);
  return row.id;
}

/** The `where` settles the race: the second editor of one version updates no row. */
async function raise(
  tx: Transaction,
  slug: string,
  { baseVersion, names = {} }: NextVersion,
): Promise<string> {
  const [row] = await tx
    .update(architectures)
    .set({ ...names, version: baseVersion + 1 })
    .where(and(eq(architectures.slug, slug), eq(architectures.version, baseVersion)))
    .returning({ id: architectures.id });
  if (!row) throw await conflict(tx, slug, baseVersion);
  return row.id;
}

async function conflict(tx: Transaction, slug: string, baseVersion: number): Promise<ConflictError> {
  const row = await findArchitecture(tx, slug);
  return new ConflictError(
    "The architecture",
    slug,
    row
      ? `has version ${row.version} by now, and these changes were made on version ${baseVersion}`
      : `has no version ${baseVersion}`,
  );
}
