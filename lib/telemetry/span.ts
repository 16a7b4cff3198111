import { context, SpanStatusCode, trace, type Attributes, type Span } from "@opentelemetry/api";
import { suppressTracing } from "@opentelemetry/core";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import { SCOPE } from "./constants";

/** What the caller did wrong is an answer, not a fault of ours. */
const CALLERS_FAULT: ReadonlySet<ErrorCode> = new Set([
  "not_found",
  "forbidden",
  "unauthenticated",
  "conflict",
  "invalid",
]);

/**
 * Does `work` in a span of its own, below the one that is active. A throw ends the span with its reason and goes on.
 *
 * @param name low in cardinality, `<domain>.<verb>`; what varies goes into the attributes.
 */
export function withSpan<T>(
  name: string,
  attributes: Attributes,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  return trace.getTracer(SCOPE).startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      markFailed(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Notes on a span why it failed. */
export function markFailed(span: Span, error: unknown): void {
  const code = error instanceof AppError ? error.code : "internal";
  span.setAttribute("error.type", code);
  if (CALLERS_FAULT.has(code)) return;
  const message = error instanceof Error ? error.message : String(error);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}

/** Id of the trace that is being recorded, for logs and error answers. */
export function activeTraceId(): string | undefined {
  const active = trace.getActiveSpan();
  return active?.isRecording() === true ? active.spanContext().traceId : undefined;
}

/** Does `work` unseen: storing a trace must not make a trace. */
export function withoutTracing<T>(work: () => T): T {
  return context.with(suppressTracing(context.active()), work);
}
