"use client";
import { useEffect, useMemo, useState } from "react";
import type { TimeRange } from "@/components/time/use-time-range";
import type { RangeMs, UnixMs } from "@/lib/core/time";
import { Viewport } from "./viewport";

/**
 * The window of the address, moved on to the newest sample while it is live, and the viewport that follows it. While a
 * gesture moves the viewport, it is ahead of the address.
 */
export function useSettledWindow(
  time: TimeRange,
  newest: UnixMs | null,
): { viewport: Viewport; window: RangeMs | null } {
  const from = time.resolved?.from ?? null;
  const to = time.resolved?.to ?? null;
  // A sample may be a few seconds ahead of the pace at which the range moves on.
  const ahead = time.live && newest !== null && to !== null ? Math.max(0, newest - to) : 0;
  const start = from === null ? null : from + ahead;
  const end = to === null ? null : to + ahead;
  const window = useMemo(
    () => (start === null || end === null ? null : { from: start, to: end }),
    [start, end],
  );
  const [viewport] = useState(() => new Viewport({ from: 0, to: 1 }));
  useEffect(() => {
    if (window && !viewport.get().moving) viewport.set({ view: window });
  }, [viewport, window]);
  return { viewport, window };
}
