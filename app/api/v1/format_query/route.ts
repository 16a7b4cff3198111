import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerFormat } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: ({ form }) => Promise.resolve({ data: answerFormat(form) }),
});
export const POST = GET;
