import { route } from "@/lib/http/route";
import { exposeMetrics } from "@/lib/self";

export const GET = route({
  role: "viewer",
  handle: async ({ ctx }) =>
    new Response(await exposeMetrics(ctx), {
      headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
    }),
});
