import { answerBytes } from "@/lib/http/answer-bytes";
import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerLabels } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: async ({ ctx, form, request }) => answerBytes(await answerLabels(ctx, form, request.signal)),
});
export const POST = GET;
