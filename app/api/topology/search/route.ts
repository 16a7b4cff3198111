import { route } from "@/lib/http/route";
import { searchTopology } from "@/lib/topology";
import { searchQuerySchema } from "@/lib/topology/schemas";

export const GET = route({
  role: "viewer",
  query: searchQuerySchema,
  handle: ({ ctx, query }) => searchTopology(ctx, query),
});
