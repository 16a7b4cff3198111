import { restoreVersion } from "@/lib/architecture";
import { architectureNameSchema, restoreArchitectureSchema } from "@/lib/architecture/schemas";
import { route } from "@/lib/http/route";

export const POST = route({
  role: "operator",
  params: architectureNameSchema,
  body: restoreArchitectureSchema,
  handle: ({ ctx, params, body }) => restoreVersion(ctx, params, body),
});
