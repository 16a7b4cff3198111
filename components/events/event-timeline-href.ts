import { timelineHref } from "@/components/time/timeline-href";
import { DAY_MS, HOUR_MS } from "@/lib/core/time";
import type { EventView } from "@/lib/events/schemas";

/**
 * Address of the timeline in the event's own time: the event with an hour on both sides once it has begun, and the last
 * day before that.
 */
export function eventTimelineHref(event: EventView, now: number): string {
  const range =
    now < event.t0
      ? { from: now - DAY_MS, to: now }
      : { from: event.t0 - HOUR_MS, to: Math.min(now, event.endAt + HOUR_MS) };
  return timelineHref(range, event.slug);
}
