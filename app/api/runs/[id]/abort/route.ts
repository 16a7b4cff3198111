import { abortRun } from "@/lib/experiments";
import { runIdSchema } from "@/lib/experiments/schemas";
import { route } from "@/lib/http/route";

export const POST = route({
  role: "operator",
  params: runIdSchema,
  handle: ({ ctx, params }) => abortRun(ctx, params),
});
