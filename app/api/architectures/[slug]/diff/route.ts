import { diffVersions } from "@/lib/architecture";
import { architectureNameSchema, diffQuerySchema } from "@/lib/architecture/schemas";
import { route } from "@/lib/http/route";

export const GET = route({
  role: "viewer",
  params: architectureNameSchema,
  query: diffQuerySchema,
  handle: ({ ctx, params, query }) => diffVersions(ctx, params, query),
});
