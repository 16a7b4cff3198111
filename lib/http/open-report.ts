import type { Context } from "@/lib/core/context";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import {
  reportIngest,
  type IngestProtocol,
  type ObservedSeries,
  type Rejection,
  type RejectionCode,
} from "@/lib/metrics";
import { recordIngest } from "@/lib/sources";

/** What an error that ended a whole request counts as. */
const CODE_OF_ERROR: Partial<Record<ErrorCode, RejectionCode>> = {
  invalid: "body_malformed",
  limit: "body_too_large",
};

interface Result {
  accepted: number;
  rejected: readonly Rejection[];
  observed?: ObservedSeries;
  refused?: true;
}

/** Tells what became of one write, once, whatever it was. */
export function openReport(
  ctx: Pick<Context, "actor" | "db" | "now">,
  protocol: IngestProtocol,
  request: Request,
) {
  const { id, kind, name } = ctx.actor;
  const base = { source: { id, kind, name }, protocol, at: ctx.now(), activeSeries: null };
  const agent = request.headers.get("user-agent");
  let bytes = 0;
  const tell = (result: Result): void => {
    reportIngest({ ...base, accepted: result.accepted, rejected: result.rejected });
    recordIngest(ctx, { protocol, agent, bytes, ...result });
  };
  const refused = (code: RejectionCode, example: string): void =>
    tell({ accepted: 0, rejected: [{ code, samples: 0, example }], refused: true });
  return {
    /** The body as it came. */
    read: (body: Uint8Array): void => {
      bytes = body.length;
    },
    received: ({ accepted, rejected, observed }: Required<Omit<Result, "refused">>): void =>
      tell({ accepted, rejected, observed }),
    /** A whole request, of which it is not known how many samples it had. */
    refused,
    failed: (error: unknown): void => {
      if (error instanceof AppError)
        refused(CODE_OF_ERROR[error.code] ?? "storage_unavailable", error.message);
      else refused("storage_unavailable", "The write failed here; the log has the cause.");
    },
  };
}
