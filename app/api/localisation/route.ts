import { route } from "@/lib/http/route";
import { localise } from "@/lib/localisation";
import { localisationQuerySchema } from "@/lib/localisation/schemas";

export const GET = route({
  role: "viewer",
  query: localisationQuerySchema,
  handle: ({ ctx, query }) => localise(ctx, query),
});
