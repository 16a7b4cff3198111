import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerSeries } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: ({ ctx, form, request }) => answerSeries(ctx, form, request.signal),
});
export const POST = GET;
