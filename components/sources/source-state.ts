import type { Status } from "@/components/ui/status";
import { MINUTE_MS, type UnixMs } from "@/lib/core/time";
import type { SourceView } from "@/lib/sources/schemas";

/** As long as PromQL looks back: after it the series of a silent source are gone from every chart. */
export const SILENT_AFTER_MS = 5 * MINUTE_MS;

export const SOURCE_STATUS = {
  receiving: "ok",
  partly: "warning",
  refused: "critical",
  silent: "unknown",
  revoked: "unknown",
} as const satisfies Record<string, Status>;
export type SourceState = keyof typeof SOURCE_STATUS;

/** What to think of a source now. */
export function deriveSourceState(
  source: Pick<
    SourceView,
    "revoked" | "lastSeenAt" | "lastAcceptedAt" | "rejectedSamples" | "refusedRequests" | "throttledRequests"
  >,
  now: UnixMs,
): SourceState {
  if (source.revoked) return "revoked";
  if (now - source.lastSeenAt > SILENT_AFTER_MS) return "silent";
  if (source.lastAcceptedAt === null || now - source.lastAcceptedAt > SILENT_AFTER_MS) return "refused";
  // A request that is to be sent again is late, not lost.
  const lost = source.rejectedSamples > 0 || source.refusedRequests > source.throttledRequests;
  return lost ? "partly" : "receiving";
}
