import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerFormat } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: ({ ctx, form }) => Promise.resolve({ data: answerFormat(ctx, form) }),
});
export const POST = GET;
