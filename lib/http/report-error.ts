import type { AppError } from "@/lib/core/errors";
import { markActiveFailed } from "@/lib/telemetry/request-span";
import { activeTraceId } from "@/lib/telemetry/span";

/** Faults of ours go to the log with their cause; what the caller did wrong is the caller's to read. */
export function reportError(error: AppError, request: Request, requestId: string): void {
  // Who asked has left: what ends then is no fault.
  if (request.signal.aborted) return;
  markActiveFailed(error);
  if (error.code !== "internal") return;
  const { pathname } = new URL(request.url);
  const traceId = activeTraceId();
  const trace = traceId === undefined ? "" : ` trace ${traceId}`;
  console.error(`[${requestId}${trace}] ${request.method} ${pathname}`, error.cause);
}
