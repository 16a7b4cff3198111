import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { InvalidError, LimitError, type AppError, type ErrorCode } from "@/lib/core/errors";
import {
  DECODED_BYTES_PER_BYTE,
  describeInvalid,
  encodeAnswer,
  encodeStatus,
  OTLP_BYTES_MAX,
  receiveOtlp,
  type OtlpEncoding,
} from "@/lib/metrics";
import type { IngestCall } from "./ingest-route";
import { openReport } from "./open-report";
import { reportError } from "./report-error";
import { BodyTooLargeError, errorHeaders, httpStatus } from "./status";
import { toAppError } from "./to-app-error";

const MEDIA_TYPE = { protobuf: "application/x-protobuf", json: "application/json" } as const satisfies Record<
  OtlpEncoding,
  string
>;

/** @see https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto */
const RPC_CODE = {
  invalid: 3,
  timeout: 4,
  not_found: 5,
  forbidden: 7,
  limit: 8,
  conflict: 10,
  internal: 13,
  unavailable: 14,
  upstream: 14,
  unauthenticated: 16,
} as const satisfies Record<ErrorCode, number>;

/**
 * The HTTP side of OTLP metrics: 200 with what was refused and why, in the encoding of the request; 400 when the body is
 * malformed, 413 when it is too large, 415 when it is something else: none of these is sent again. 429 with Retry-After
 * when the source sends too fast, 503 with Retry-After when the database does not take it now: the sender repeats it.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp-response
 */
export async function receiveOtlpMetrics(call: IngestCall): Promise<Response> {
  const { ctx, from, request, pending } = call;
  const report = openReport(call, "otlp");
  const encoding = findEncoding(request.headers);
  const coding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  const mediaFault =
    encoding === null
      ? "The Content-Type must be application/x-protobuf or application/json."
      : coding !== "gzip" && coding !== "identity"
        ? "The Content-Encoding must be gzip."
        : null;
  if (encoding === null || mediaFault !== null) {
    report.refused("media_unsupported", mediaFault ?? "");
    // JSON where the sender's own encoding is not known.
    const own = encoding ?? "json";
    return answer(415, encodeStatus(RPC_CODE.invalid, mediaFault ?? "", own), own);
  }
  try {
    const body = await call.read();
    report.read(body);
    const unpacked = coding === "gzip" ? await unpack(body) : body;
    if (unpacked.length > OTLP_BYTES_MAX) throw new BodyTooLargeError(OTLP_BYTES_MAX);
    pending.add(unpacked.length * DECODED_BYTES_PER_BYTE);
    const result = await receiveOtlp(ctx.metrics, unpacked, encoding, from);
    report.received(result);
    return answer(200, encodeAnswer(result, encoding), encoding);
  } catch (thrown) {
    report.failed(thrown);
    const error = toAppError(thrown, ctx.requestId);
    reportError(error, request, ctx.requestId);
    const status = error instanceof LimitError && !error.retryable ? 413 : httpStatus(error);
    return answer(status, encodeStatus(RPC_CODE[error.code], describe(error), encoding), encoding, error);
  }
}

const describe = (error: AppError): string =>
  error instanceof InvalidError ? describeInvalid(error) : error.message;

function findEncoding(headers: Headers): OtlpEncoding | null {
  const media = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  return (["protobuf", "json"] as const).find((encoding) => MEDIA_TYPE[encoding] === media) ?? null;
}

function answer(
  status: number,
  body: Uint8Array<ArrayBuffer>,
  encoding: OtlpEncoding,
  error?: AppError,
): Response {
  const headers = { "content-type": MEDIA_TYPE[encoding], ...(error ? errorHeaders(error) : {}) };
  return new Response(body, { status, headers });
}

const gunzipAside = promisify(gunzip);

/** In a thread of Node's pool. Stops as soon as the limit is passed, however much more there is. */
async function unpack(body: Uint8Array): Promise<Uint8Array> {
  try {
    return await gunzipAside(body, { maxOutputLength: OTLP_BYTES_MAX });
  } catch (cause) {
    if (cause instanceof RangeError) throw new BodyTooLargeError(OTLP_BYTES_MAX);
    throw new InvalidError(`gzip: ${cause instanceof Error ? cause.message : "corrupt input"}`, {
      cause,
      place: "body",
    });
  }
}
