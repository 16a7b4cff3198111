import { jsonBytes } from "@/lib/http/json-bytes";
import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerLabelValues } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: async ({ ctx, params, form, request }) =>
    jsonBytes(await answerLabelValues(ctx, params["name"] ?? "", form, request.signal)),
});
