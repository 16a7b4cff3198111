import { AppError, type ErrorCode } from "@/lib/core/errors";
import {
  countIngest,
  OverloadError,
  type ObservedSeries,
  type Rejection,
  type RejectionCode,
  type WriteProtocol,
} from "@/lib/metrics";
import { recordIngest } from "@/lib/sources";
import type { IngestCall } from "./ingest-route";

/** What an error that ended a whole request counts as. */
const CODE_OF_ERROR: Partial<Record<ErrorCode, RejectionCode>> = {
  invalid: "body_malformed",
  limit: "body_too_large",
};

interface Received {
  accepted: number;
  activeSeries: number;
  rejected: readonly Rejection[];
  observed: ObservedSeries;
}

/** Tells what became of one write, once, whatever it was. */
export function openReport(
  { ctx, from, request }: Pick<IngestCall, "ctx" | "from" | "request">,
  protocol: WriteProtocol,
) {
  const base = { source: ctx.actor.name, protocol, at: from.now, limits: from.limits };
  const agent = request.headers.get("user-agent");
  let bytes = 0;
  const refused = (code: RejectionCode, example: string): void => {
    const rejected = [{ code, samples: 0, example }];
    countIngest({ ...base, accepted: 0, activeSeries: null, rejected, isRefused: true });
    recordIngest(ctx, { protocol, agent, bytes, accepted: 0, rejected, refused: true });
  };
  return {
    /** The body as it came. */
    read: (body: Uint8Array): void => {
      bytes = body.length;
    },
    received: ({ accepted, activeSeries, rejected, observed }: Received): void => {
      countIngest({ ...base, accepted, activeSeries, rejected, isRefused: false });
      recordIngest(ctx, { protocol, agent, bytes, accepted, rejected, observed });
    },
    /** A whole request, of which it is not known how many samples it had. */
    refused,
    failed: (error: unknown): void => {
      if (error instanceof AppError) refused(codeOf(error), error.message);
      else refused("storage_unavailable", "The write failed here; the log has the cause.");
    },
  };
}

function codeOf(error: AppError): RejectionCode {
  if (error instanceof OverloadError) return "overloaded";
  if (error.code === "limit" && error.retryable) return "rate_limited";
  return CODE_OF_ERROR[error.code] ?? "storage_unavailable";
}
