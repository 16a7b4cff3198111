"use client";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import type { RangeMs } from "@/lib/core/time";
import { isLiveRange, type RangeText, relativeFrom, resolveRange } from "@/lib/core/time-range";
import { useNow } from "@/components/ui/use-now";

/** What a page shows when its address says nothing. */
export const DEFAULT_RANGE: RangeText = { from: "now-1h", to: "now" };

export const AXES = ["clock", "event"] as const;
export type Axis = (typeof AXES)[number];

/** The live edge moves at the pace of the simulator's tick and of the alarm evaluation. */
const LIVE_PERIOD_MS = 5_000;

const timeParsers = {
  from: parseAsString.withDefault(DEFAULT_RANGE.from),
  to: parseAsString.withDefault(DEFAULT_RANGE.to),
  axis: parseAsStringLiteral(AXES).withDefault("clock"),
  event: parseAsString,
};

export interface TimeRange {
  /** As it stands in the address. */
  range: RangeText;
  /** In Unix ms; a live range moves on every 5 s. Null until the browser's clock is known (server, first render). */
  resolved: RangeMs | null;
  /** The range ends now and follows the clock. */
  live: boolean;
  axis: Axis;
  /** Slug of the event whose T0 is the zero of the event axis. */
  event: string | null;
  /** A drag sets many ranges a second: `replace` keeps them out of the browser's history. */
  setRange: (range: RangeText | RangeMs, history?: "push" | "replace") => void;
  setAxis: (axis: Axis, event?: string | null) => void;
  /** Freezes the window where it is. */
  pause: () => void;
  /** Follows the clock again with a window of the same width. */
  follow: () => void;
}

function asText(range: RangeText | RangeMs): RangeText {
  return { from: String(range.from), to: String(range.to) };
}

/** The time range that all pages share. It lives in the address (`from`, `to`, `axis`, `event`) and nowhere else. */
export function useTimeRange(): TimeRange {
  const [state, setState] = useQueryStates(timeParsers, { history: "push", shallow: true });
  const now = useNow(LIVE_PERIOD_MS);

  return useMemo(() => {
    const written: RangeText = { from: state.from, to: state.to };
    // An address that cannot be read shows the default rather than nothing.
    const range = now > 0 && resolveRange(written, now) === null ? DEFAULT_RANGE : written;
    const resolved = now > 0 ? resolveRange(range, now) : null;
    return {
      range,
      resolved,
      live: isLiveRange(range),
      axis: state.axis,
      event: state.event,
      setRange: (next, history = "push") => {
        void setState(asText(next), { history });
      },
      setAxis: (axis, event) => {
        void setState(event === undefined ? { axis } : { axis, event });
      },
      pause: () => {
        if (resolved) void setState(asText(resolved));
      },
      follow: () => {
        if (resolved) void setState({ from: relativeFrom(resolved.to - resolved.from), to: "now" });
      },
    };
  }, [state, setState, now]);
}
