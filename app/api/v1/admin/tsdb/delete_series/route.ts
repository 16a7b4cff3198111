import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerDeleteSeries } from "@/lib/metrics";

export const POST = prometheusRoute({
  role: "admin",
  handle: ({ ctx, form }) => answerDeleteSeries(ctx, form),
});
export const PUT = POST;
