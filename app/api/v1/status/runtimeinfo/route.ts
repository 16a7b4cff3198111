import { prometheusRoute } from "@/lib/http/prometheus-route";
import { answerRuntime } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: ({ ctx }) => Promise.resolve({ data: answerRuntime(ctx) }),
});
