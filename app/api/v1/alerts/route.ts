import { listPrometheusAlerts } from "@/lib/alarms";
import { prometheusRoute } from "@/lib/http/prometheus-route";

export const GET = prometheusRoute({
  role: "viewer",
  handle: async ({ ctx }) => ({ data: await listPrometheusAlerts(ctx) }),
});
