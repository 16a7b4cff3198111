import { prometheusRoute } from "@/lib/http/prometheus-route";
import { BUILD_INFORMATION } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: () => Promise.resolve({ data: BUILD_INFORMATION }),
});
