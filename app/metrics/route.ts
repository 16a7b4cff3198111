import { route } from "@/lib/http/route";
import { exposeMetrics } from "@/lib/telemetry/exporter";

export const GET = route({
  role: "viewer",
  handle: async () =>
    new Response(await exposeMetrics(), {
      headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
    }),
});
