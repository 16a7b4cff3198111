"use client";
import { useSearchParams } from "next/navigation";

const CARRIED = ["from", "to", "axis", "event"] as const;

/** Makes links that keep the reader's time range: going from the timeline to the alarms must not lose the window. */
export function useTimeHref(): (path: string) => string {
  const parameters = useSearchParams();
  return (path) => {
    const kept = new URLSearchParams();
    for (const name of CARRIED) {
      const value = parameters.get(name);
      if (value !== null) kept.set(name, value);
    }
    const text = kept.toString();
    return text ? `${path}?${text}` : path;
  };
}
