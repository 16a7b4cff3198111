import protobuf from "protobufjs/minimal.js";

export type OtlpEncoding = "protobuf" | "json";

export interface OtlpResult {
  rejectedDataPoints: number;
  /** Empty: all was taken. */
  message: string;
}

const STRING_FIELD = 2;

/**
 * An `ExportMetricsServiceResponse`. A request that was taken whole gets an empty one.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#partial-success-1
 */
export function encodeAnswer({ rejectedDataPoints, message }: OtlpResult, encoding: OtlpEncoding) {
  const isWhole = rejectedDataPoints === 0 && message === "";
  if (encoding === "json") {
    // 64-bit integers are text in protobuf's JSON.
    const partialSuccess = { rejectedDataPoints: String(rejectedDataPoints), errorMessage: message };
    return utf8(JSON.stringify(isWhole ? {} : { partialSuccess }));
  }
  if (isWhole) return new Uint8Array(0);
  const writer = protobuf.Writer.create().uint32(tag(1, STRING_FIELD)).fork();
  writer.uint32(tag(1, 0)).int64(rejectedDataPoints).uint32(tag(2, STRING_FIELD)).string(message);
  return new Uint8Array(writer.ldelim().finish());
}

/**
 * A `google.rpc.Status`, the body of every answer that is an error.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#failures-1
 */
export function encodeStatus(code: number, message: string, encoding: OtlpEncoding) {
  if (encoding === "json") return utf8(JSON.stringify({ code, message }));
  const writer = protobuf.Writer.create().uint32(tag(1, 0)).int32(code);
  return new Uint8Array(writer.uint32(tag(2, STRING_FIELD)).string(message).finish());
}

const tag = (field: number, wire: number) => (field << 3) | wire;
const utf8 = (text: string) => new Uint8Array(new TextEncoder().encode(text));
