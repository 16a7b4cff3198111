import { prometheusRoute } from "@/lib/http/prometheus-route";
import { REPLAY_STATUS } from "@/lib/metrics";

export const GET = prometheusRoute({
  role: "viewer",
  handle: () => Promise.resolve({ data: REPLAY_STATUS }),
});
