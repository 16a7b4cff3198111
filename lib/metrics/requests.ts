import type { Context } from "@/lib/core/context";
import type { UnixMs } from "@/lib/core/time";
import * as queries from "./api/answer-query";
import * as lists from "./api/list";
import type { IngestFrom } from "./ingest/admit-series";
import type { OtlpEncoding } from "./ingest/otlp-answer";
import * as otlp from "./ingest/receive-otlp";
import * as remoteWrite from "./ingest/receive-remote-write";
import type { MetricStore } from "./store";

interface RequestContext {
  metrics: MetricStore;
  signal: AbortSignal;
}

async function listJson(answer: Promise<lists.ListAnswer<unknown>>): Promise<Uint8Array<ArrayBuffer>> {
  const { data, warnings } = await answer;
  const envelope = { status: "success", data, ...(warnings.length > 0 ? { warnings } : {}) };
  return new Uint8Array(new TextEncoder().encode(JSON.stringify(envelope)));
}

/**
 * Requests that cost more than a few milliseconds of processor time: plain data in, plain data out, so that they are done
 * where the store lives, in another thread if it lives there. Bodies and answers are handed over, not copied.
 */
export const REQUESTS = {
  answerQuery: ({ metrics, signal }: RequestContext, form: string, now: UnixMs) =>
    queries.answerQuery({ metrics, now: () => now }, new URLSearchParams(form), signal),
  answerQueryRange: ({ metrics, signal }: RequestContext, form: string, now: UnixMs) =>
    queries.answerQueryRange({ metrics, now: () => now }, new URLSearchParams(form), signal),
  answerSeries: ({ metrics, signal }: RequestContext, form: string) =>
    listJson(lists.answerSeries({ metrics }, new URLSearchParams(form), signal)),
  answerLabels: ({ metrics, signal }: RequestContext, form: string) =>
    listJson(lists.answerLabels({ metrics }, new URLSearchParams(form), signal)),
  answerLabelValues: ({ metrics, signal }: RequestContext, label: string, form: string) =>
    listJson(lists.answerLabelValues({ metrics }, label, new URLSearchParams(form), signal)),
  receiveRemoteWrite: ({ metrics }: RequestContext, body: Uint8Array, from: IngestFrom) =>
    remoteWrite.receiveRemoteWrite(metrics, body, from),
  receiveOtlp: ({ metrics }: RequestContext, body: Uint8Array, encoding: OtlpEncoding, from: IngestFrom) =>
    otlp.receiveOtlp(metrics, body, encoding, from),
};

export type RequestName = keyof typeof REQUESTS;
type Arguments<Name extends RequestName> =
  Parameters<(typeof REQUESTS)[Name]> extends [RequestContext, ...infer Rest] ? Rest : never;
type Answer<Name extends RequestName> = ReturnType<(typeof REQUESTS)[Name]>;

/** Does one of the requests above. A `Uint8Array` among the arguments belongs to the receiver from now on. */
export type Perform = <Name extends RequestName>(
  name: Name,
  args: Arguments<Name>,
  signal: AbortSignal,
) => Answer<Name>;

/** Does requests with a store of this thread. */
export function performWith(metrics: MetricStore): Perform {
  return <Name extends RequestName>(name: Name, args: Arguments<Name>, signal: AbortSignal) => {
    // Safe because `args` are those of the request of this name; the compiler cannot follow that through a union.
    const request = REQUESTS[name] as unknown as (
      ctx: RequestContext,
      ...args: Arguments<Name>
    ) => Answer<Name>;
    return request({ metrics, signal }, ...args);
  };
}

const performOn = (store: MetricStore): Perform => store.perform ?? performWith(store);
const NEVER = new AbortController().signal;

type QueryContext = Pick<Context, "metrics" | "now">;

/** @see `api/answer-query.ts` */
export const answerQuery = (ctx: QueryContext, form: URLSearchParams, signal: AbortSignal) =>
  performOn(ctx.metrics)("answerQuery", [form.toString(), ctx.now()], signal);

/** @see `api/answer-query.ts` */
export const answerQueryRange = (ctx: QueryContext, form: URLSearchParams, signal: AbortSignal) =>
  performOn(ctx.metrics)("answerQueryRange", [form.toString(), ctx.now()], signal);

type ListContext = Pick<Context, "metrics">;

/** The whole answer as JSON in UTF-8, as of the two above. @see `api/list.ts` */
export const answerSeries = (ctx: ListContext, form: URLSearchParams, signal: AbortSignal) =>
  performOn(ctx.metrics)("answerSeries", [form.toString()], signal);

/** @see `api/list.ts` */
export const answerLabels = (ctx: ListContext, form: URLSearchParams, signal: AbortSignal) =>
  performOn(ctx.metrics)("answerLabels", [form.toString()], signal);

/** @see `api/list.ts` */
export const answerLabelValues = (
  ctx: ListContext,
  label: string,
  form: URLSearchParams,
  signal: AbortSignal,
) => performOn(ctx.metrics)("answerLabelValues", [label, form.toString()], signal);

/** Takes the body over. @see `ingest/receive-remote-write.ts` */
export const receiveRemoteWrite = (store: MetricStore, body: Uint8Array, from: IngestFrom) =>
  performOn(store)("receiveRemoteWrite", [body, from], NEVER);

/** Takes the body over. @see `ingest/receive-otlp.ts` */
export const receiveOtlp = (store: MetricStore, body: Uint8Array, encoding: OtlpEncoding, from: IngestFrom) =>
  performOn(store)("receiveOtlp", [body, encoding, from], NEVER);
