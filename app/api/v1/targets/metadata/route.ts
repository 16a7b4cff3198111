import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerTargetMetadata } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: ({ form }) => Promise.resolve({ data: answerTargetMetadata(form) }),
});
