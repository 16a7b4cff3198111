import type { Context } from "@/lib/core/context";
import { InvalidError } from "@/lib/core/errors";
import { getArchitecture } from "./get";
import { generateFor } from "./internal";
import type { ArchitectureName, Diagram } from "./schemas";

/**
 * The diagram that the inventory and the call graph give now for the business of an architecture. Nothing is stored.
 *
 * @throws NotFoundError when there is no such architecture; InvalidError when it shows no business.
 */
export async function generateArchitecture(ctx: Context, name: ArchitectureName): Promise<Diagram> {
  const { app, slug } = await getArchitecture(ctx, name);
  if (app === null)
    throw new InvalidError(
      `The architecture ${slug} shows no business, so there is nothing to generate from.`,
    );
  return generateFor(ctx, app);
}
