import { jsonText } from "@/lib/http/json-text";
import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerQueryRange } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: async ({ ctx, form, request }) => jsonText(await answerQueryRange(ctx, form, request.signal)),
});
export const POST = GET;
