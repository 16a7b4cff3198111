import { tokenIdSchema } from "@/lib/auth/schemas";
import { route } from "@/lib/http/route";
import { getIngestLimits, setIngestLimits } from "@/lib/metrics";
import { setIngestLimitsSchema } from "@/lib/metrics/schemas";

export const GET = route({
  role: "admin",
  params: tokenIdSchema,
  handle: ({ ctx, params }) => getIngestLimits(ctx, params),
});

export const PATCH = route({
  role: "admin",
  params: tokenIdSchema,
  body: setIngestLimitsSchema,
  handle: ({ ctx, params, body }) => setIngestLimits(ctx, params, body),
});
