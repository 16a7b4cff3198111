import { context, propagation, ROOT_CONTEXT } from "@opentelemetry/api";

/** The active trace as W3C `traceparent`, for another thread; undefined: there is none. */
export function carriedTrace(): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

/** Goes on with a trace that was carried over. */
export function inCarriedTrace<T>(traceparent: string | undefined, work: () => T): T {
  if (traceparent === undefined) return work();
  return context.with(propagation.extract(ROOT_CONTEXT, { traceparent }), work);
}
