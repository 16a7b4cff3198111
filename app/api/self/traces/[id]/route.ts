import { route } from "@/lib/http/route";
import { getTrace } from "@/lib/self";
import { traceIdSchema } from "@/lib/self/schemas";

export const GET = route({
  role: "operator",
  params: traceIdSchema,
  handle: ({ ctx, params }) => getTrace(ctx, params),
});
