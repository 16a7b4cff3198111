import type { Context } from "@/lib/core/context";
import { InvalidError, LimitError } from "@/lib/core/errors";
import { describeInvalid, findMediaFault, PACKED_BYTES_MAX, receiveRemoteWrite } from "@/lib/metrics";
import { openReport } from "./open-report";
import { readBytes } from "./read-body";

const text = (message: string, status: number): Response =>
  new Response(`${message}\n`, { status, headers: { "content-type": "text/plain; charset=utf-8" } });

/**
 * The HTTP side of remote-write: 204 when all was taken; 400 with the reasons, as plain text, when the body is malformed
 * or some series were refused (the others are kept); 413 when it is too large, 415 when it is something else.
 *
 * @throws UnavailableError, which goes out as 503 with Retry-After: the sender keeps the samples and sends them again.
 * @see https://prometheus.io/docs/specs/remote_write_spec/ "Retries & Backoff": 4xx is never retried, 5xx is.
 */
export async function receiveWrite(
  ctx: Pick<Context, "metrics" | "now" | "actor" | "db">,
  request: Request,
): Promise<Response> {
  const report = openReport(ctx, "remote_write", request);
  const mediaFault = findMediaFault(request.headers);
  if (mediaFault !== null) {
    report.refused("media_unsupported", mediaFault);
    return text(mediaFault, 415);
  }
  try {
    const body = await readBytes(request, PACKED_BYTES_MAX);
    report.read(body);
    const { refusals, ...result } = await receiveRemoteWrite(ctx.metrics, body, ctx.now());
    report.received(result);
    return refusals.length === 0 ? new Response(null, { status: 204 }) : text(refusals.join("\n"), 400);
  } catch (error) {
    report.failed(error);
    if (error instanceof InvalidError) return text(describeInvalid(error), 400);
    if (error instanceof LimitError) return text(error.message, 413);
    throw error;
  }
}
