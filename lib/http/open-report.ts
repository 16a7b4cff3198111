import type { Actor } from "@/lib/core/context";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import type { UnixMs } from "@/lib/core/time";
import { reportIngest, type IngestProtocol, type Rejection, type RejectionCode } from "@/lib/metrics";

/** What an error that ended a whole request counts as. */
const CODE_OF_ERROR: Partial<Record<ErrorCode, RejectionCode>> = {
  invalid: "body_malformed",
  limit: "body_too_large",
};

/** Tells what became of one write, once, whatever it was. */
export function openReport({ id, kind, name }: Actor, protocol: IngestProtocol, at: UnixMs) {
  const base = { source: { id, kind, name }, protocol, at, activeSeries: null };
  const refused = (code: RejectionCode, example: string): void =>
    reportIngest({ ...base, accepted: 0, rejected: [{ code, samples: 0, example }] });
  return {
    received: ({ accepted, rejected }: { accepted: number; rejected: readonly Rejection[] }): void =>
      reportIngest({ ...base, accepted, rejected }),
    /** A whole request, of which it is not known how many samples it had. */
    refused,
    failed: (error: unknown): void => {
      if (error instanceof AppError)
        refused(CODE_OF_ERROR[error.code] ?? "storage_unavailable", error.message);
      else refused("storage_unavailable", "The write failed here; the log has the cause.");
    },
  };
}
