import type { UnixMs } from "@/lib/core/time";
import type { EventPhase } from "./constants";

export interface EventTimes {
  preAt: UnixMs;
  t0: UnixMs;
  endAt: UnixMs;
  postEndAt: UnixMs;
}

/**
 * Phase of an event at a moment: planned before `preAt`, then pre [preAt, t0), during [t0, endAt), post
 * [endAt, postEndAt), closed. A cancelled event stays cancelled, whatever the clock says.
 */
export function phaseAt(event: EventTimes & { phase: EventPhase }, now: UnixMs): EventPhase {
  if (event.phase === "cancelled") return "cancelled";
  if (now < event.preAt) return "planned";
  if (now < event.t0) return "pre";
  if (now < event.endAt) return "during";
  return now < event.postEndAt ? "post" : "closed";
}
