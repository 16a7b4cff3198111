import { route } from "@/lib/http/route";
import { getResource } from "@/lib/resources";
import { resourceIdSchema } from "@/lib/resources/schemas";

export const GET = route({
  role: "viewer",
  params: resourceIdSchema,
  handle: ({ ctx, params }) => getResource(ctx, params),
});
