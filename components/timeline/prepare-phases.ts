import type { RangeMs, UnixMs } from "@/lib/core/time";
import type { EventView } from "@/lib/events/schemas";

export const SHADED_PHASES = ["pre", "during", "post"] as const;
export type ShadedPhase = (typeof SHADED_PHASES)[number];

/** One phase of one event, cut to the window. */
export interface PhaseSpan extends RangeMs {
  event: EventView;
  phase: ShadedPhase;
}

function phasesOf(event: EventView): PhaseSpan[] {
  return [
    { event, phase: "pre", from: event.preAt, to: event.t0 },
    { event, phase: "during", from: event.t0, to: event.endAt },
    { event, phase: "post", from: event.endAt, to: event.postEndAt },
  ];
}

/** The phases that can be seen in the window, in order of time. A cancelled event has none. */
export function preparePhases(events: readonly EventView[], range: RangeMs): PhaseSpan[] {
  return events
    .filter((event) => event.phase !== "cancelled")
    .flatMap(phasesOf)
    .filter((span) => span.to > range.from && span.from < range.to)
    .map((span) => ({ ...span, from: Math.max(span.from, range.from), to: Math.min(span.to, range.to) }))
    .sort((a, b) => a.from - b.from);
}

/**
 * The event that a reader means when none is named: the one whose peak runs, else the one whose T0 is nearest among those
 * under way, else the last that began, else the next one. Preparation takes weeks, so several are often under way at once.
 */
export function chooseEvent(
  events: readonly EventView[],
  slug: string | null,
  now: UnixMs,
): EventView | undefined {
  if (slug !== null) return events.find((event) => event.slug === slug);
  const standing = events.filter((event) => event.phase !== "cancelled");
  const distance = (event: EventView) => Math.abs(event.t0 - now);
  const nearest = (some: EventView[]) => some.sort((a, b) => distance(a) - distance(b))[0];
  return (
    nearest(standing.filter((event) => event.t0 <= now && now < event.endAt)) ??
    nearest(standing.filter((event) => event.preAt <= now && now < event.postEndAt)) ??
    nearest(standing.filter((event) => event.t0 <= now)) ??
    nearest(standing)
  );
}

/**
 * The event whose phases are shaded: the named one, else the one that says most about the window. Shades of several would
 * cover each other; all of them are in the lane of events.
 */
export function shadedEvent(
  events: readonly EventView[],
  slug: string | null,
  window: RangeMs,
): EventView | undefined {
  if (slug !== null) return events.find((event) => event.slug === slug);
  const touching = events.filter(
    (event) => event.phase !== "cancelled" && event.preAt < window.to && event.postEndAt > window.from,
  );
  const peak = (event: EventView) =>
    Math.max(0, Math.min(event.endAt, window.to) - Math.max(event.t0, window.from));
  const centre = (window.from + window.to) / 2;
  return touching.sort((a, b) => peak(b) - peak(a) || Math.abs(a.t0 - centre) - Math.abs(b.t0 - centre))[0];
}

/** The event of the same app that came before. Its own cancelled predecessors tell nothing. */
export function previousEvent(events: readonly EventView[], event: EventView): EventView | undefined {
  return events
    .filter((each) => each.app === event.app && each.t0 < event.t0 && each.phase !== "cancelled")
    .sort((a, b) => b.t0 - a.t0)[0];
}

/** From the first preparation to the end of the aftermath, or to now while that is still to come. */
export function eventWindow(event: EventView, now: UnixMs): RangeMs {
  const to = event.preAt < now ? Math.min(event.postEndAt, now) : event.postEndAt;
  return { from: event.preAt, to };
}
