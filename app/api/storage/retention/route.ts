import { route } from "@/lib/http/route";
import { setRetention } from "@/lib/metrics";
import { setRetentionSchema } from "@/lib/metrics/retention/storage-view";

export const PUT = route({
  role: "admin",
  body: setRetentionSchema,
  handle: ({ ctx, body }) => setRetention(ctx, body.retention),
});
