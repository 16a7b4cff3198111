"use client";
import { useSyncExternalStore } from "react";

interface Clock {
  now: number;
  listeners: Set<() => void>;
  timer: ReturnType<typeof setInterval> | undefined;
}

/** One timer a period for the whole page, however many components look at the clock. */
const clocks = new Map<number, Clock>();

function clockOf(periodMs: number): Clock {
  let clock = clocks.get(periodMs);
  if (!clock) {
    clock = { now: floor(Date.now(), periodMs), listeners: new Set(), timer: undefined };
    clocks.set(periodMs, clock);
  }
  return clock;
}

function floor(ms: number, periodMs: number): number {
  return Math.floor(ms / periodMs) * periodMs;
}

function subscribe(periodMs: number, listener: () => void): () => void {
  const clock = clockOf(periodMs);
  clock.listeners.add(listener);
  if (clock.timer === undefined) {
    clock.now = floor(Date.now(), periodMs);
    clock.timer = setInterval(() => {
      clock.now = floor(Date.now(), periodMs);
      for (const each of clock.listeners) each();
    }, periodMs);
  }
  return () => {
    clock.listeners.delete(listener);
    if (clock.listeners.size > 0) return;
    clearInterval(clock.timer);
    clock.timer = undefined;
  };
}

/**
 * The time now in Unix ms, cut to whole periods; the component renders again each `periodMs`.
 *
 * On the server and in the first render it is 0: a server's clock must not be hydrated into a browser. Show nothing then.
 */
export function useNow(periodMs = 1_000): number {
  return useSyncExternalStore(
    (listener) => subscribe(periodMs, listener),
    () => clockOf(periodMs).now,
    () => 0,
  );
}
