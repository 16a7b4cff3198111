import { previewArchitectureState } from "@/lib/architecture";
import { previewStateSchema } from "@/lib/architecture/schemas";
import { route } from "@/lib/http/route";

export const POST = route({
  role: "viewer",
  body: previewStateSchema,
  handle: ({ ctx, body }) => previewArchitectureState(ctx, body),
});
