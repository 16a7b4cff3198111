import { startExperiment } from "@/lib/experiments";
import { experimentIdSchema } from "@/lib/experiments/schemas";
import { route } from "@/lib/http/route";

export const POST = route({
  role: "operator",
  params: experimentIdSchema,
  handle: ({ ctx, params }) => startExperiment(ctx, params),
});
