import { hrTimeToMilliseconds } from "@opentelemetry/core";
import type { ReadableSpan, Span, SpanProcessor } from "@opentelemetry/sdk-trace";
import { recordRequest } from "./http-metrics";

/** Route handlers count themselves, where their status is known for sure. */
const COUNTED_ELSEWHERE = /^\/(?:api|metrics|healthz)(?:\/|$)/;

/** Looks after the spans that Next.js makes of requests. */
export class NextSpans implements SpanProcessor {
  /** What stands behind the question mark may be a secret, such as that of a sign-in link. */
  onStart(span: Span): void {
    const target = span.attributes["http.target"];
    if (typeof target === "string") span.setAttribute("http.target", target.replace(/[?#].*/s, ""));
  }

  /** Counts and times the pages, which no code of ours wraps. */
  onEnd({ attributes, duration }: ReadableSpan): void {
    if (attributes["next.span_type"] !== "BaseServer.handleRequest") return;
    const { "http.route": route, "http.method": method, "http.status_code": status } = attributes;
    if (typeof route !== "string" || typeof method !== "string" || COUNTED_ELSEWHERE.test(route)) return;
    const named = route.replaceAll(/\[+(?:\.\.\.)?([^\]]+)\]+/g, ":$1");
    recordRequest(method, named, Number(status ?? 0), hrTimeToMilliseconds(duration));
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}
