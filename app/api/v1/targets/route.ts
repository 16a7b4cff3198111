import { prometheusRoute } from "@/lib/http/prometheus-route";
import { NO_TARGETS } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: () => Promise.resolve({ data: NO_TARGETS }),
});
