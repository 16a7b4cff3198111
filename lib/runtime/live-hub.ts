import { processSingleton } from "@/lib/core/once";
import { openLiveHub } from "@/lib/live/hub";
import { observe } from "@/lib/telemetry/measure";
import { getServices } from "./services";

/** One LISTEN connection for the whole web process. */
export const getLiveHub = processSingleton("live-hub", () => {
  const hub = openLiveHub(getServices().db);
  observe("evenkeel_live_clients", () => [{ value: hub.subscribers() }]);
  return hub;
});
