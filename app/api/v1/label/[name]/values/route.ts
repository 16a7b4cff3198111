import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerLabelValues } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: ({ ctx, params, form, request }) =>
    answerLabelValues(ctx, params["name"] ?? "", form, request.signal),
});
