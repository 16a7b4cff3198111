import type { AppError } from "@/lib/core/errors";

/** Faults of ours go to the log with their cause; what the caller did wrong is the caller's to read. */
export function reportError(error: AppError, request: Request, requestId: string): void {
  if (error.code !== "internal") return;
  const { pathname } = new URL(request.url);
  console.error(`[${requestId}] ${request.method} ${pathname}`, error.cause);
}
