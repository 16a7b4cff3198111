import { route } from "@/lib/http/route";
import { readTopology } from "@/lib/topology";
import { topologyQuerySchema } from "@/lib/topology/schemas";

export const GET = route({
  role: "viewer",
  query: topologyQuerySchema,
  handle: ({ ctx, query }) => readTopology(ctx, query),
});
