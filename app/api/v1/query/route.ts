import { jsonText } from "@/lib/http/json-text";
import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerQuery } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: async ({ ctx, form, request }) => jsonText(await answerQuery(ctx, form, request.signal)),
});
export const POST = GET;
