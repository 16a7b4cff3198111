import { InvalidError, LimitError } from "@/lib/core/errors";
import {
  claimedLength,
  DECODED_BYTES_PER_BYTE,
  describeInvalid,
  findMediaFault,
  receiveRemoteWrite,
  UNPACKED_BYTES_MAX,
} from "@/lib/metrics";
import type { IngestCall } from "./ingest-route";
import { openReport } from "./open-report";
import { errorHeaders } from "./status";

const text = (message: string, status: number, headers: Record<string, string> = {}): Response =>
  new Response(`${message}\n`, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", ...headers },
  });

/**
 * The HTTP side of remote-write: 204 when all was taken; 400 with the reasons, as plain text, when the body is malformed
 * or some series were refused (the others are kept); 413 when it is too large, 415 when it is something else; 429 with
 * Retry-After when the source sends too fast.
 *
 * A series that breaks a limit is answered with 400, as Mimir does: with 429 or 503 a sender would repeat it, and all
 * that waits behind it, for ever.
 *
 * @throws UnavailableError, which goes out as 503 with Retry-After: the sender keeps the samples and sends them again.
 * @see https://prometheus.io/docs/specs/remote_write_spec/ "Retries & Backoff": 4xx is never retried, 5xx is.
 */
export async function receiveWrite(call: IngestCall): Promise<Response> {
  const { ctx, from, request, pending } = call;
  const report = openReport(call, "remote_write");
  const mediaFault = findMediaFault(request.headers);
  if (mediaFault !== null) {
    report.refused("media_unsupported", mediaFault);
    return text(mediaFault, 415);
  }
  try {
    const body = await call.read();
    report.read(body);
    pending.add(claimedLength(body, UNPACKED_BYTES_MAX) * DECODED_BYTES_PER_BYTE);
    const { refusals, ...result } = await receiveRemoteWrite(ctx.metrics, body, from);
    report.received(result);
    return refusals.length === 0 ? new Response(null, { status: 204 }) : text(refusals.join("\n"), 400);
  } catch (error) {
    report.failed(error);
    if (error instanceof InvalidError) return text(describeInvalid(error), 400);
    if (error instanceof LimitError)
      return text(error.message, error.retryable ? 429 : 413, errorHeaders(error));
    throw error;
  }
}
