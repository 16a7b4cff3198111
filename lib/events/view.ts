import type { Event } from "@/db/schema/events";
import type { UnixMs } from "@/lib/core/time";
import { phaseAt } from "./phase";
import type { EventView } from "./schemas";

/** The row as its readers get it. The phase is that of `now`: the stored one may lag by a period of the service. */
export function viewEvent(row: Event, now: UnixMs): EventView {
  const times = {
    preAt: row.preAt.getTime(),
    t0: row.t0.getTime(),
    endAt: row.endAt.getTime(),
    postEndAt: row.postEndAt.getTime(),
  };
  const { id, slug, title, titleZh, app, expectedPeakRatio } = row;
  const phase = phaseAt({ ...times, phase: row.phase }, now);
  return { id, slug, title, titleZh, app, expectedPeakRatio, phase, ...times };
}
