import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerLabels } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: ({ ctx, form, request }) => answerLabels(ctx, form, request.signal),
});
export const POST = GET;
