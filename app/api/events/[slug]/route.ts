import { getEvent } from "@/lib/events";
import { eventSlugSchema } from "@/lib/events/schemas";
import { route } from "@/lib/http/route";

export const GET = route({
  role: "viewer",
  params: eventSlugSchema,
  handle: ({ ctx, params }) => getEvent(ctx, params),
});
