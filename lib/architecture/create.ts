import { architectures } from "@/db/schema/architecture";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { ConflictError, InvalidError } from "@/lib/core/errors";
import { publishLive } from "@/lib/live/publish";
import { getArchitecture } from "./get";
import { addVersion, generateFor, listApps, refuseFaulty } from "./internal";
import type { VersionOrigin } from "./constants";
import {
  type ArchitectureView,
  type CreateArchitecture,
  createArchitectureSchema,
  type Diagram,
} from "./schemas";

/**
 * Makes a diagram: of what is given, or generated for the app, or empty.
 *
 * @throws ForbiddenError when the actor is below `operator`.
 * @throws InvalidError that names the place, when the diagram is no true one or nothing belongs to the app.
 * @throws ConflictError when there is one of this name.
 */
export async function createArchitecture(
  ctx: Context,
  input: CreateArchitecture,
  origin: VersionOrigin = "edited",
): Promise<ArchitectureView> {
  requireRole(ctx, "operator");
  const { slug, title, titleZh = title, app, diagram: given } = createArchitectureSchema.parse(input);
  if (given) refuseFaulty(given);
  if (app !== null && !given && !(await listApps(ctx.db)).includes(app))
    throw new InvalidError(`app: no resource belongs to ${JSON.stringify(app)}.`, { place: "app" });
  const diagram: Diagram = given ?? (app === null ? { nodes: [], edges: [] } : await generateFor(ctx, app));
  await ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(architectures)
      .values({ slug, title, titleZh, app, version: 1 })
      .onConflictDoNothing()
      .returning({ id: architectures.id });
    if (!row) throw new ConflictError("The architecture", slug, "exists already");
    await addVersion(tx, ctx, row.id, {
      version: 1,
      diagram,
      origin: given || app === null ? origin : "generated",
      note: "",
    });
    await recordAudit(tx, ctx, {
      action: "architecture.create",
      subject: slug,
      after: { title, titleZh, app },
    });
    await publishLive(tx, { topic: "architectures", key: slug });
  });
  return getArchitecture(ctx, { slug });
}
