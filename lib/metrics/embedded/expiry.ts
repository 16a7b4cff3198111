import { HOUR_MS, type UnixMs } from "@/lib/core/time";
import type { Retention } from "@/lib/metrics/retention/schemas";
import type { AgeBytes } from "./live-bytes";

/** Segments are dropped by the 2 h in which their newest sample lies: the length of a folded block. */
export const EXPIRY_SPAN_MS = 2 * HOUR_MS;

export interface StoredBytes {
  /** Segments, oldest first. */
  byAge: readonly AgeBytes[];
  /** What retention cannot make smaller: the log, the labels, indexes. */
  other: number;
}

/**
 * Segments whose newest sample is older than this are to be dropped: those past their age, and the oldest ones until
 * the rest fits. What is younger than 2 h stays whatever the limit.
 */
export function chooseCutoff(
  now: UnixMs,
  { maxAgeMs, maxBytes }: Retention,
  { byAge, other }: StoredBytes,
): UnixMs {
  let cutoff = now - maxAgeMs;
  if (maxBytes === null) return cutoff;
  let bytes = other;
  for (const span of byAge) if (span.before > cutoff) bytes += span.bytes;
  for (const span of byAge) {
    if (bytes <= maxBytes || span.before > now - EXPIRY_SPAN_MS) break;
    if (span.before <= cutoff) continue;
    cutoff = span.before;
    bytes -= span.bytes;
  }
  return cutoff;
}
