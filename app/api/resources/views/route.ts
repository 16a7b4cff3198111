import { route } from "@/lib/http/route";
import { listViews, saveView } from "@/lib/resources";
import { saveViewSchema } from "@/lib/resources/schemas";

export const GET = route({ role: "viewer", handle: ({ ctx }) => listViews(ctx) });

export const POST = route({
  role: "viewer",
  body: saveViewSchema,
  handle: ({ ctx, body }) => saveView(ctx, body),
});
