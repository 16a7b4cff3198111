import { metrics } from "@opentelemetry/api";
import { processSingleton } from "@/lib/core/once";
import { openLiveHub } from "@/lib/live/hub";
import { getServices } from "./services";

/** One LISTEN connection for the whole web process. */
export const getLiveHub = processSingleton("live-hub", () => {
  const hub = openLiveHub(getServices().db);
  metrics
    .getMeter("evenkeel")
    .createObservableGauge("evenkeel_live_clients", {
      description: "Browsers that hold an event stream open.",
    })
    .addCallback((result) => result.observe(hub.subscribers()));
  return hub;
});
