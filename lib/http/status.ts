import { LimitError, type AppError, type ErrorCode } from "@/lib/core/errors";

const HTTP_STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  limit: 422,
  internal: 500,
  upstream: 502,
  timeout: 503,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>;

/** The body is larger than the route takes. Apart from other limits, because HTTP has a status of its own for it. */
export class BodyTooLargeError extends LimitError {
  constructor(bytesMax: number) {
    super(`The body is larger than ${bytesMax} bytes.`, { place: "body" });
  }
}

/** Too many tries in a short time; `retryAfterS` tells when the next one may succeed. */
export class TooManyRequestsError extends LimitError {
  constructor(message: string, retryAfterS: number) {
    super(message, { retryAfterS });
  }
}

export function httpStatus(error: AppError): number {
  if (error instanceof BodyTooLargeError) return 413;
  if (error.code === "limit" && error.retryable) return 429;
  return HTTP_STATUS[error.code];
}

/** Headers that a status calls for. */
export function errorHeaders(error: AppError): Record<string, string> {
  // Without `Basic` in the challenge browsers do not open their own password window.
  if (error.code === "unauthenticated") return { "www-authenticate": 'Bearer realm="evenkeel"' };
  if (error.retryable) return { "retry-after": String(error.retryAfterS ?? 1) };
  return {};
}
