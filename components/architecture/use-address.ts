"use client";
import { parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { OVERLAYS } from "@/lib/architecture/constants";

const parsers = {
  node: parseAsString,
  /** Unix ms; absent: now. */
  at: parseAsInteger,
  overlay: parseAsStringLiteral(OVERLAYS).withDefault("health"),
  q: parseAsString.withDefault(""),
  hosts: parseAsBoolean.withDefault(false),
  /** Whether the touched by a failure of the selected node are marked. */
  blast: parseAsBoolean.withDefault(false),
};

/** What is shown of a diagram, in the address: any view can be sent to a colleague. */
export function useAddress() {
  return useQueryStates(parsers, { history: "replace", shallow: true, throttleMs: 100 });
}
