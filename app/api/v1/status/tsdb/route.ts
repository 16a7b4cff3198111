import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerStorage } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: async ({ ctx, request }) => ({ data: await answerStorage(ctx, request.signal) }),
});
