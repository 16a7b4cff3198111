import { processSingleton } from "@/lib/core/once";
import { openLiveHub } from "@/lib/live/hub";
import { getServices } from "./services";

/** One LISTEN connection for the whole web process. */
export const getLiveHub = processSingleton("live-hub", () => openLiveHub(getServices().db));
