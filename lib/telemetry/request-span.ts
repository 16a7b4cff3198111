import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
} from "@opentelemetry/api";
import type { AppError } from "@/lib/core/errors";
import { SCOPE } from "./constants";
import { markFailed } from "./span";

const GETTER = {
  get: (headers: Headers, name: string): string | undefined => headers.get(name) ?? undefined,
  keys: (headers: Headers): string[] => [...headers.keys()],
};

/**
 * Handles a request in a span. Next.js makes one for each request, which also holds the time before the handler and after
 * it; where there is none, one is made here that goes on with the caller's `traceparent`.
 */
export function withRequestSpan(
  request: Request,
  route: string,
  handle: () => Promise<Response>,
): Promise<Response> {
  const active = trace.getActiveSpan();
  if (active?.isRecording() === true) return handleIn(active, handle);
  const attributes = { "http.method": request.method, "http.route": route };
  const parent = propagation.extract(ROOT_CONTEXT, request.headers, GETTER);
  const span = trace
    .getTracer(SCOPE)
    .startSpan(`${request.method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent);
  return context.with(trace.setSpan(parent, span), () => handleIn(span, handle)).finally(() => span.end());
}

async function handleIn(span: Span, handle: () => Promise<Response>): Promise<Response> {
  const response = await handle();
  span.setAttribute("http.status_code", response.status);
  if (response.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  if (response.headers.get("content-type")?.startsWith("text/event-stream"))
    span.setAttribute("evenkeel.stream", true);
  return response;
}

/** Adds facts to the span of the request that is being handled. */
export function annotateRequest(attributes: Attributes): void {
  trace.getActiveSpan()?.setAttributes(attributes);
}

/** Says on the span of the request why it failed. */
export function markActiveFailed(error: AppError): void {
  const span = trace.getActiveSpan();
  if (span) markFailed(span, error.code === "internal" ? (error.cause ?? error) : error);
}
