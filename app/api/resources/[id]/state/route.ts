import { route } from "@/lib/http/route";
import { changeState } from "@/lib/resources";
import { changeStateSchema, resourceIdSchema } from "@/lib/resources/schemas";

export const POST = route({
  role: "operator",
  params: resourceIdSchema,
  body: changeStateSchema,
  handle: ({ ctx, params, body }) => changeState(ctx, { ...params, ...body }),
});
