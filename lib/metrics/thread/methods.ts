import type { RangeMs, UnixMs } from "@/lib/core/time";
import { performWith, type RequestName } from "@/lib/metrics/requests";
import type {
  MetricStore,
  QueryAnnotations,
  QueryOptions,
  SeriesDeletion,
  SeriesQuery,
  WriteOptions,
} from "@/lib/metrics/store";
import { handBytes, Handed } from "./messages";
import { packSeries, packValue, unpackBatch, type PackedBatch } from "./pack-samples";

/** What a method is given besides its arguments. */
interface CallContext {
  store: MetricStore;
  signal: AbortSignal;
  onAnnotations: (notes: QueryAnnotations) => void;
}

/** Options without what cannot cross: signal and annotations belong to the call. */
export type SentOptions = Omit<QueryOptions, "signal" | "onAnnotations" | "onMemory">;

const full = ({ signal, onAnnotations }: CallContext, opts: SentOptions): QueryOptions => ({
  ...opts,
  signal,
  onAnnotations,
});

/** What the thread does for its owner: the calls of `MetricStore`, samples packed, and whole requests. */
export const METHODS = {
  write: (ctx: CallContext, batch: PackedBatch, opts: Omit<WriteOptions, "admitNew">) =>
    ctx.store.write(unpackBatch(batch), opts),
  query: async (ctx: CallContext, expr: string, at: UnixMs, opts: SentOptions) =>
    packValue(await ctx.store.query(expr, at, full(ctx, opts))),
  queryRange: async (ctx: CallContext, expr: string, range: RangeMs, stepMs: number, opts: SentOptions) =>
    packSeries(await ctx.store.queryRange(expr, range, stepMs, full(ctx, opts))),
  series: (ctx: CallContext, query: SeriesQuery, opts: SentOptions) =>
    ctx.store.series(query, full(ctx, opts)),
  labelNames: (ctx: CallContext, query: SeriesQuery, opts: SentOptions) =>
    ctx.store.labelNames(query, full(ctx, opts)),
  labelValues: (ctx: CallContext, label: string, query: SeriesQuery, opts: SentOptions) =>
    ctx.store.labelValues(label, query, full(ctx, opts)),
  metadata: (ctx: CallContext, metric: string | undefined) => ctx.store.metadata(metric),
  status: (ctx: CallContext) => ctx.store.status(),
  deleteSeries: (ctx: CallContext, deletion: SeriesDeletion) => ctx.store.deleteSeries(deletion),
  cleanDeleted: (ctx: CallContext) => ctx.store.cleanDeleted(),
  perform: async (
    ctx: CallContext,
    name: RequestName,
    args: readonly unknown[],
  ): Promise<Handed<unknown>> => {
    // Safe because the owner's `perform` has checked the arguments against the name.
    const value: unknown = await performWith(ctx.store)(name, args as never, ctx.signal);
    return new Handed(value, handBytes([value]));
  },
};

export type MethodName = keyof typeof METHODS;
type Method<Name extends MethodName> = (typeof METHODS)[Name];
export type MethodArguments<Name extends MethodName> =
  Parameters<Method<Name>> extends [CallContext, ...infer Rest] ? Rest : never;
/** As it arrives. */
export type MethodResult<Name extends MethodName> =
  Awaited<ReturnType<Method<Name>>> extends Handed<infer Value> ? Value : Awaited<ReturnType<Method<Name>>>;
