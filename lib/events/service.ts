import { SECOND_MS } from "@/lib/core/time";
import type { WorkerService } from "@/lib/core/worker-service";
import { everyTick } from "@/lib/telemetry/ticks";
import { advanceEvents } from "./advance";

/** A phase begins at a second; nobody should see it later than the next one. */
const ADVANCE_PERIOD_MS = SECOND_MS;

/** Moves the events from phase to phase and tells the readers. */
export const eventService: WorkerService = {
  name: "events",
  run: (ctx, signal) =>
    everyTick(
      "events",
      {
        periodMs: ADVANCE_PERIOD_MS,
        signal,
        onError: (error) => console.error("events: a tick failed", error),
      },
      async () => {
        await advanceEvents(ctx);
      },
    ),
};
