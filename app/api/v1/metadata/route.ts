import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerMetadata } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: async ({ ctx, form }) => ({ data: await answerMetadata(ctx, form) }),
});
