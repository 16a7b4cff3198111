import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerFlags } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: () => Promise.resolve({ data: answerFlags() }),
});
