import { listRuns } from "@/lib/experiments";
import { windowQuerySchema } from "@/lib/experiments/schemas";
import { route } from "@/lib/http/route";

export const GET = route({
  role: "viewer",
  query: windowQuerySchema,
  handle: ({ ctx, query }) => listRuns(ctx, query),
});
