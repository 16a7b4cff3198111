import { getRun } from "@/lib/experiments";
import { runIdSchema } from "@/lib/experiments/schemas";
import { route } from "@/lib/http/route";

export const GET = route({
  role: "viewer",
  params: runIdSchema,
  handle: ({ ctx, params }) => getRun(ctx, params),
});
