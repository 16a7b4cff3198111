import { listVersions } from "@/lib/architecture";
import { architectureNameSchema } from "@/lib/architecture/schemas";
import { route } from "@/lib/http/route";

export const GET = route({
  role: "viewer",
  params: architectureNameSchema,
  handle: ({ ctx, params }) => listVersions(ctx, params),
});
