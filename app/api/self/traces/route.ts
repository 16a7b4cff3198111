import { route } from "@/lib/http/route";
import { listTraces } from "@/lib/self";
import { traceQuerySchema } from "@/lib/self/schemas";

export const GET = route({
  role: "operator",
  query: traceQuerySchema,
  handle: ({ ctx, query }) => listTraces(ctx, query),
});
