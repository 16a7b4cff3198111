"use client";
import { useSyncExternalStore } from "react";

/** Whether a CSS media query matches. False while the server renders. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    () => window.matchMedia(query).matches,
    () => false,
  );
}

/** Narrower than Tailwind's `md`: a phone held upright. */
export const PHONE_QUERY = "(width < 48rem)";
