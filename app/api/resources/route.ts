import { route } from "@/lib/http/route";
import { listResources } from "@/lib/resources";
import { resourceQuerySchema } from "@/lib/resources/schemas";

export const GET = route({
  role: "viewer",
  query: resourceQuerySchema,
  handle: ({ ctx, query }) => listResources(ctx, query),
});
