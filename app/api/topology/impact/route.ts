import { route } from "@/lib/http/route";
import { readImpact } from "@/lib/topology";
import { impactQuerySchema } from "@/lib/topology/schemas";

export const GET = route({
  role: "viewer",
  query: impactQuerySchema,
  handle: ({ ctx, query }) => readImpact(ctx, query),
});
