import { prometheusRoute } from "@/lib/http/prometheus-route";
import { buildInformation } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: ({ ctx }) => Promise.resolve({ data: buildInformation(ctx) }),
});
