import { eq } from "drizzle-orm";
import { architectures } from "@/db/schema/architecture";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { publishLive } from "@/lib/live/publish";
import { findVersion } from "./get";
import { findArchitecture } from "./internal";
import { type ArchitectureName, architectureNameSchema } from "./schemas";

/**
 * Removes a diagram with its versions; the audit row keeps the newest. A business of its name has a generated one again.
 *
 * @throws ForbiddenError when the actor is below `operator`.
 * @throws NotFoundError when there is no such diagram.
 */
export async function deleteArchitecture(ctx: Context, input: ArchitectureName): Promise<void> {
  requireRole(ctx, "operator");
  const { slug } = architectureNameSchema.parse(input);
  const row = await findArchitecture(ctx.db, slug);
  if (!row) throw new NotFoundError("architecture", slug);
  const { diagram, version } = await findVersion(ctx, row, {});
  await ctx.db.transaction(async (tx) => {
    await tx.delete(architectures).where(eq(architectures.id, row.id));
    const { title, titleZh, app } = row;
    await recordAudit(tx, ctx, {
      action: "architecture.delete",
      subject: slug,
      before: { title, titleZh, app, version, diagram },
    });
    await publishLive(tx, { topic: "architectures", key: slug });
  });
}
