import { route } from "@/lib/http/route";
import { getSource } from "@/lib/sources";
import { sourceIdSchema } from "@/lib/sources/schemas";

export const GET = route({
  role: "viewer",
  params: sourceIdSchema,
  handle: ({ ctx, params }) => getSource(ctx, params),
});
