import type { Labels } from "@/lib/metrics/store";

/** Canonical text of a label set: names in order, empty values left out, as an empty label is no label. */
export function fingerprint(labels: Labels): string {
  const entries = Object.entries(labels).filter(([, value]) => value !== "");
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(entries);
}
