import { prometheusRoute } from "@/lib/http/prometheus-route";
import { NO_ALERTMANAGERS } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: () => Promise.resolve({ data: NO_ALERTMANAGERS }),
});
