import { route } from "@/lib/http/route";
import { deleteView, updateView } from "@/lib/resources";
import { updateViewSchema, viewIdSchema } from "@/lib/resources/schemas";

export const PATCH = route({
  role: "viewer",
  params: viewIdSchema,
  body: updateViewSchema,
  handle: ({ ctx, params, body }) => updateView(ctx, { ...params, ...body }),
});

export const DELETE = route({
  role: "viewer",
  params: viewIdSchema,
  handle: ({ ctx, params }) => deleteView(ctx, params),
});
