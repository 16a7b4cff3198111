import { readArchitectureState } from "@/lib/architecture";
import { architectureNameSchema, stateQuerySchema } from "@/lib/architecture/schemas";
import { route } from "@/lib/http/route";

export const GET = route({
  role: "viewer",
  params: architectureNameSchema,
  query: stateQuerySchema,
  handle: ({ ctx, params, query }) => readArchitectureState(ctx, params, query),
});
