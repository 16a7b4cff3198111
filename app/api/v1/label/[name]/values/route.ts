import { answerBytes } from "@/lib/http/answer-bytes";
import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerLabelValues } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: async ({ ctx, params, form, request }) =>
    answerBytes(await answerLabelValues(ctx, params["name"] ?? "", form, request.signal)),
});
