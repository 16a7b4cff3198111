import { answerBytes } from "@/lib/http/answer-bytes";
import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerSeries } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: async ({ ctx, form, request }) => answerBytes(await answerSeries(ctx, form, request.signal)),
});
export const POST = GET;
