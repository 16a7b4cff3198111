import { MINUTE_MS, type RangeMs } from "@/lib/core/time";

/** What led up to an episode, and what came of it, on both sides of it. */
const CONTEXT_MS = 10 * MINUTE_MS;

/** Address of the timeline on exactly this window; with `event`, in its event time. */
export function timelineHref(range: RangeMs, event?: string): string {
  const query = new URLSearchParams({ from: String(range.from), to: String(range.to) });
  if (event !== undefined) {
    query.set("axis", "event");
    query.set("event", event);
  }
  return `/timeline?${query.toString()}`;
}

/** Address of the timeline on an episode with ten minutes around it; an open one is followed live. */
export function episodeHref(from: number, to: number | null): string {
  if (to !== null) return timelineHref({ from: from - CONTEXT_MS, to: to + CONTEXT_MS });
  return `/timeline?${new URLSearchParams({ from: String(from - CONTEXT_MS), to: "now" }).toString()}`;
}
