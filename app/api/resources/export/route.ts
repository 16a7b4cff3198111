import { answerFile } from "@/lib/http/answer-file";
import { route } from "@/lib/http/route";
import { exportResources } from "@/lib/resources";
import { exportQuerySchema } from "@/lib/resources/schemas";

export const GET = route({
  role: "viewer",
  query: exportQuerySchema,
  handle: async ({ ctx, query }) => answerFile(await exportResources(ctx, query)),
});
