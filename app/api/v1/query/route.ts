import { answerBytes } from "@/lib/http/answer-bytes";
import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerQuery } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: async ({ ctx, form, request }) => answerBytes(await answerQuery(ctx, form, request.signal)),
});
export const POST = GET;
