import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerConfiguration } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: () => Promise.resolve({ data: answerConfiguration() }),
});
