"use client";
import { useSyncExternalStore } from "react";

const noChange = () => () => undefined;

/** Address of this product: what it was told, else how this browser reached it. Empty while the server renders. */
export function useOrigin(baseUrl: string | null): string {
  const own = useSyncExternalStore(
    noChange,
    () => window.location.origin,
    () => "",
  );
  return baseUrl === null ? own : baseUrl.replace(/\/+$/, "");
}
