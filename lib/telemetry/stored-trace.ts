import { SpanStatusCode } from "@opentelemetry/api";
import { hrTimeToMilliseconds } from "@opentelemetry/core";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";

/** One span as it is kept. */
export interface StoredSpan {
  id: string;
  /** Null: it has no parent among the kept spans of this part. */
  parentId: string | null;
  name: string;
  /** After the start of the trace. */
  startMs: number;
  durationMs: number;
  /** Why it failed, empty when nobody said; null: it did not. */
  error: string | null;
  attributes: Readonly<Record<string, string | number | boolean>>;
}

/** What one part of the product did for one trace. */
export interface FinishedTrace {
  traceId: string;
  name: string;
  /** Unix ms. */
  startedAt: number;
  durationMs: number;
  failed: boolean;
  /** An event stream: its length says nothing. */
  isStream: boolean;
  spans: readonly StoredSpan[];
  /** Spans beyond the bound. */
  dropped: number;
}

/** Spans of Next.js that tell something by themselves. The others wrap ours: their children go to their parents. */
const KEPT_NEXT_SPANS: ReadonlySet<unknown> = new Set([
  "BaseServer.handleRequest",
  "AppRender.getBodyResult",
  "AppRender.fetch",
  "Middleware.execute",
]);
/** Longest text of an attribute: a PromQL expression or a statement can still be read. */
const TEXT_MAX = 500;

const isFolded = ({ attributes }: ReadableSpan): boolean =>
  attributes["next.span_type"] !== undefined && !KEPT_NEXT_SPANS.has(attributes["next.span_type"]);

/** A health check that says no has done its work. */
const isHealthCheck = ({ attributes }: ReadableSpan): boolean => attributes["http.route"] === "/healthz";

/** The spans of a trace, ended all, as they are kept. Attributes of a folded span go to the one it is folded into. */
export function toFinishedTrace(ended: readonly ReadableSpan[], dropped: number): FinishedTrace | null {
  const byId = new Map(ended.map((span) => [span.spanContext().spanId, span]));
  const parentOf = (span: ReadableSpan): ReadableSpan | undefined => {
    const id = span.parentSpanContext?.spanId;
    return id === undefined ? undefined : byId.get(id);
  };
  const root = ended.find((span) => parentOf(span) === undefined);
  // What Next.js does before and after a request by itself.
  if (!root || isFolded(root)) return null;
  const keptParent = (span: ReadableSpan): ReadableSpan | undefined => {
    let parent = parentOf(span);
    while (parent && isFolded(parent)) parent = parentOf(parent);
    return parent;
  };
  const attributes = new Map<ReadableSpan, Record<string, string | number | boolean>>();
  const errors = new Map<ReadableSpan, string>();
  for (const span of ended) {
    const target = isFolded(span) ? (keptParent(span) ?? root) : span;
    attributes.set(target, { ...attributes.get(target), ...plain(span) });
    if (span.status.code !== SpanStatusCode.ERROR) continue;
    // Next.js marks the request without a word; what it wraps knows why.
    errors.set(target, span.status.message ?? errors.get(target) ?? "");
  }
  const startedAt = Math.min(...ended.map((span) => hrTimeToMilliseconds(span.startTime)));
  const spans = ended
    .filter((span) => !isFolded(span))
    .map((span): StoredSpan => ({
      id: span.spanContext().spanId,
      parentId: keptParent(span)?.spanContext().spanId ?? null,
      name: span.name,
      startMs: round(hrTimeToMilliseconds(span.startTime) - startedAt),
      durationMs: round(hrTimeToMilliseconds(span.duration)),
      error: errors.get(span) ?? null,
      attributes: attributes.get(span) ?? {},
    }))
    .sort((a, b) => a.startMs - b.startMs || b.durationMs - a.durationMs);
  return {
    traceId: root.spanContext().traceId,
    name: root.name,
    startedAt,
    durationMs: round(hrTimeToMilliseconds(root.duration)),
    failed: !isHealthCheck(root) && spans.some(({ error }) => error !== null),
    isStream: ended.some((span) => span.attributes["evenkeel.stream"] === true),
    spans,
    dropped,
  };
}

/** Microseconds are what the clock gives. */
const round = (ms: number): number => Math.round(ms * 1_000) / 1_000;

/** What Next.js says of itself and what every span of HTTP has twice. */
const LEFT_OUT = new Set([
  "next.span_name",
  "next.span_type",
  "next.route",
  "next.rsc",
  "next.span_category",
]);

function plain({ attributes }: ReadableSpan): Record<string, string | number | boolean> {
  const kept: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (LEFT_OUT.has(name) || value === undefined) continue;
    if (typeof value === "number" || typeof value === "boolean") kept[name] = value;
    else kept[name] = (typeof value === "string" ? value : JSON.stringify(value)).slice(0, TEXT_MAX);
  }
  return kept;
}
