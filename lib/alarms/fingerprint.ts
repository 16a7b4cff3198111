import { createHash } from "node:crypto";
import type { Labels } from "@/lib/metrics/store";

/** PostgreSQL's index takes 2,704 bytes an entry; a character takes three bytes at most, as JSON counts them. */
const LENGTH_MAX = 800;

/**
 * Canonical text of a label set: names in order, empty values left out, as an empty label is no label. A long one is
 * hashed.
 */
export function fingerprint(labels: Labels): string {
  const entries = Object.entries(labels).filter(([, value]) => value !== "");
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify(entries);
  return text.length <= LENGTH_MAX ? text : createHash("sha256").update(text).digest("hex");
}
