import { createArchitecture, listArchitectures } from "@/lib/architecture";
import { createArchitectureSchema } from "@/lib/architecture/schemas";
import { route } from "@/lib/http/route";

export const GET = route({ role: "viewer", handle: ({ ctx }) => listArchitectures(ctx) });

export const POST = route({
  role: "operator",
  body: createArchitectureSchema,
  handle: ({ ctx, body }) => createArchitecture(ctx, body),
});
