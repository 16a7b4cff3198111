"use client";
import { createContext, useContext, useSyncExternalStore } from "react";
import type { RangeMs, UnixMs } from "@/lib/core/time";
import type { EventView } from "@/lib/events/schemas";
import type { DrawnSeries } from "./draw-panel";
import type { LaneId } from "./lane-catalogue";
import type { Viewport, ViewportState } from "./viewport";

/** What every lane needs; made by the page, changes seldom. */
export interface TimelineShared {
  viewport: Viewport;
  /** The window that is asked for: the one in the address, not the one under a moving pointer. */
  window: RangeMs;
  /** The window follows the clock. */
  live: boolean;
  /** Grid of all queries, in ms. */
  stepMs: number;
  /** Moment of the newest sample, when the window reaches past it, so that more may come; else null. */
  edgeMs: UnixMs | null;
  /** Zero of the event axis, or undefined on the clock axis. */
  t0: UnixMs | undefined;
  events: readonly EventView[];
  /** The event whose phases are shaded across all lanes. */
  shaded: EventView | undefined;
  /** Lines of this event are drawn dashed, aligned on T0. */
  compare: { event: EventView; offsetMs: number } | null;
  /** Newest sample of each metric, and the distance between its samples. */
  freshness: ReadonlyMap<string, MetricFreshness>;
  /** What the panels show now, by id of the panel: for the table of values. */
  pictures: Map<string, ShownPicture>;
  /** Counts how often older history was written since: see `timelineQueries.lines`. */
  epoch: number;
  /** Panels off the screen are wanted too. */
  everything: boolean;
}

export interface ShownPicture {
  lane: LaneId;
  title: string;
  unit: string;
  series: readonly DrawnSeries[];
}

export interface MetricFreshness {
  newest: UnixMs | null;
  intervalMs: number;
}

const TimelineContext = createContext<TimelineShared | null>(null);
export const TimelineProvider = TimelineContext.Provider;

export function useTimeline(): TimelineShared {
  const shared = useContext(TimelineContext);
  if (!shared) throw new Error("useTimeline outside of TimelineProvider");
  return shared;
}

/** One part of what is shared per frame; the component renders again only when that part changes. */
export function useViewport<T>(select: (state: ViewportState) => T): T {
  const { viewport } = useTimeline();
  return useSyncExternalStore(
    viewport.subscribe,
    () => select(viewport.get()),
    () => select(viewport.get()),
  );
}
