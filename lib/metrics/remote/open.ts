import snappy from "snappyjs";
import type { z } from "zod";
import { InvalidError, UpstreamError } from "@/lib/core/errors";
import { SECOND_MS, type DurationMs, type RangeMs, type UnixMs } from "@/lib/core/time";
import { formatTimestamp } from "@/lib/metrics/api/format-number";
import { compareLabels } from "@/lib/metrics/labels";
import { parseSelector } from "@/lib/metrics/parse-selector";
import { checkPoints } from "@/lib/metrics/step";
import {
  METRIC_TYPES,
  type MetricStore,
  type MetricType,
  type QueryAnnotations,
  type QueryOptions,
  type SeriesQuery,
} from "@/lib/metrics/store";
import { DEFAULT_DIALECT, type Dialect } from "@/lib/promql/dialect";
import { QUERY_TIMEOUT_MS } from "@/lib/promql/evaluate";
import { parseExpr } from "@/lib/promql/parse";
import { typeOf } from "@/lib/promql/parser/check";
import {
  metadataAnswerSchema,
  namesAnswerSchema,
  queryAnswerSchema,
  rangeAnswerSchema,
  seriesAnswerSchema,
} from "./answer-schemas";
import { rejection } from "@/lib/metrics/ingest/rejection";
import type { Fault } from "@/lib/metrics/ingest/rejection-reasons";
import { encodeMetadataRequest, encodeWriteRequest } from "./encode-write-request";
import { below, readEngineAddress } from "./engine-address";
import { EngineClient, type EngineClientOptions } from "./engine-client";
import { ANY_SERIES, findNewest, FOREIGN_SERIES } from "./find-newest";
import { readMatrix, readQueryValue } from "./read-answer";
import { sendBatch } from "./send-batch";

/** The engine is told to stop at the caller's time; when it says nothing for this long after, it is taken for dead. */
const GRACE_MS = SECOND_MS;
/** Which changes are in a total already is only known where both are stored in one transaction. */
const DELTA_UNSUPPORTED: Fault = {
  code: "delta_unsupported",
  text: "delta temporality needs the embedded store; with METRICS_URL send cumulative values (OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=cumulative, or the Collector's deltatocumulative processor)",
};

/** All tries of one write request. Half of what remote-write senders get from us, so that two fit. */
const WRITE_TIMEOUT_MS = 10 * SECOND_MS;
/** "Ever", as far as the engines can be asked: VictoriaMetrics takes no times before 1970, Go none after 9999. */
const EVER: RangeMs = { from: 0, to: Date.UTC(9999, 0) };

export interface RemoteStoreOptions extends EngineClientOptions {
  /** Root of the Prometheus API: `/api/v1/query` is below it. */
  url: string;
  /** Where remote-write goes. Default: `/api/v1/write` below `url`. */
  writeUrl?: string | undefined;
  /** That of the engine. Default: Prometheus 2.42. */
  dialect?: Dialect;
  /** Called after each write with the time of the newest sample in it. */
  onDurable?: (newestMs: UnixMs) => void;
}

const isMetricType = (type: string): type is MetricType => METRIC_TYPES.some((known) => known === type);

const limited = <T>(entries: T[], limit: number | undefined): T[] =>
  limit === undefined ? entries : entries.slice(0, limit);

function listForm({ matchers, range = EVER, limit }: SeriesQuery, dialect: Dialect): URLSearchParams {
  for (const matcher of matchers) parseSelector(matcher, dialect);
  const form = new URLSearchParams({
    start: formatTimestamp(Math.max(range.from, EVER.from)),
    end: formatTimestamp(Math.min(range.to, EVER.to)),
    ...(limit === undefined ? {} : { limit: String(limit) }),
  });
  for (const matcher of matchers) form.append("match[]", matcher);
  return form;
}

/** Whatever an engine does not know of these it leaves unread. */
function queryForm(expr: string, timeoutMs: DurationMs, { lookbackMs }: QueryOptions): URLSearchParams {
  return new URLSearchParams({
    query: expr,
    timeout: `${Math.ceil(timeoutMs)}ms`,
    // VictoriaMetrics: neither rounds the range to its cache nor hides the newest samples of an instant query.
    nocache: "1",
    // The first is read by Prometheus (not yet by 2.42), the second by VictoriaMetrics.
    ...(lookbackMs === undefined
      ? {}
      : { lookback_delta: `${lookbackMs}ms`, max_lookback: `${lookbackMs}ms` }),
  });
}

/**
 * Metrics in any engine that speaks the Prometheus HTTP API and remote-write 1.0. See README.md.
 *
 * Queries are parsed here first: an expression means the same, and fails with the same words, whatever the engine.
 */
export function openRemoteStore(options: RemoteStoreOptions): MetricStore {
  const { dialect = DEFAULT_DIALECT, now = Date.now } = options;
  const engine = readEngineAddress(options.url);
  const writer =
    options.writeUrl === undefined
      ? { ...engine, url: below(engine, "/api/v1/write") }
      : readEngineAddress(options.writeUrl);
  // Two clients: the engine that takes samples may be down while the one that answers is not.
  const [reads, writes] = [new EngineClient(options), new EngineClient(options)];
  const closed = new AbortController();

  async function ask<S extends z.ZodType>(
    path: string,
    form: URLSearchParams,
    schema: S,
    {
      method = "POST",
      timeoutMs = QUERY_TIMEOUT_MS,
      signal,
    }: QueryOptions & { method?: "GET" | "POST" } = {},
  ): Promise<z.infer<S>> {
    const url = below(engine, path);
    if (method === "GET") for (const [name, value] of form) url.searchParams.append(name, value);
    const text = await reads.send({
      method,
      url,
      headers: engine.headers,
      ...(method === "POST" ? { body: form } : {}),
      timeoutMs: timeoutMs + GRACE_MS,
      signal: signal ? AbortSignal.any([signal, closed.signal]) : closed.signal,
    });
    return parseAnswer(path, text, schema);
  }

  async function list(
    path: string,
    query: SeriesQuery,
    opts: QueryOptions & { method?: "GET" | "POST" } = {},
  ): Promise<string[]> {
    const { data } = await ask(path, listForm(query, dialect), namesAnswerSchema, opts);
    return limited(data.sort(), query.limit);
  }

  async function send(message: Uint8Array): Promise<void> {
    await writes.send({
      method: "POST",
      url: writer.url,
      headers: {
        ...writer.headers,
        "content-type": "application/x-protobuf",
        "content-encoding": "snappy",
        "x-prometheus-remote-write-version": "0.1.0",
        "user-agent": "evenkeel",
      },
      body: new Uint8Array(snappy.compress(message)),
      timeoutMs: WRITE_TIMEOUT_MS,
      signal: closed.signal,
    });
  }

  const query: MetricStore["query"] = async (expr, at, opts = {}) => {
    const parsed = parseExpr(expr, dialect);
    const form = queryForm(expr, opts.timeoutMs ?? QUERY_TIMEOUT_MS, opts);
    form.set("time", formatTimestamp(at));
    const answer = await ask("/api/v1/query", form, queryAnswerSchema, opts);
    annotate(answer, opts);
    return readQueryValue(answer.data, parsed, at);
  };

  const queryRange: MetricStore["queryRange"] = async (expr, range, stepMs, opts = {}) => {
    const type = typeOf(parseExpr(expr, dialect));
    if (type !== "scalar" && type !== "vector")
      throw new InvalidError(
        `invalid expression type "${type === "matrix" ? "range vector" : type}" for range query, must be Scalar or instant Vector`,
      );
    checkPoints(range, stepMs);
    const form = queryForm(expr, opts.timeoutMs ?? QUERY_TIMEOUT_MS, opts);
    form.set("start", formatTimestamp(range.from));
    form.set("end", formatTimestamp(range.to));
    form.set("step", formatTimestamp(stepMs));
    const answer = await ask("/api/v1/query_range", form, rangeAnswerSchema, opts);
    annotate(answer, opts);
    return readMatrix(answer.data);
  };

  return {
    dialect,
    write: async (batch, opts = {}) => {
      let newestMs = -Infinity;
      const outcome = await sendBatch(batch, { ...opts, dialect }, async (pieces) => {
        await send(encodeWriteRequest(pieces));
        for (const { t } of pieces) newestMs = Math.max(newestMs, t.at(-1) ?? newestMs);
      });
      if (batch.metadata && batch.metadata.length > 0) await send(encodeMetadataRequest(batch.metadata));
      if (outcome.accepted > 0 && opts.own !== true) options.onDurable?.(newestMs);
      const refused = (batch.deltas ?? []).map(({ labels, t }, i) =>
        rejection(batch.series.length + i, labels, DELTA_UNSUPPORTED, t.length),
      );
      return { ...outcome, rejected: [...outcome.rejected, ...refused] };
    },
    query,
    queryRange,
    series: async (query, opts = {}) => {
      const matchers = query.matchers.length === 0 ? [ANY_SERIES] : query.matchers;
      const form = listForm({ ...query, matchers }, dialect);
      const { data } = await ask("/api/v1/series", form, seriesAnswerSchema, opts);
      return limited(data.sort(compareLabels), query.limit);
    },
    labelNames: (query, opts = {}) => list("/api/v1/labels", query, opts),
    // The two that Prometheus answers to GET only.
    labelValues: (label, query, opts = {}) =>
      list(`/api/v1/label/${encodeURIComponent(label)}/values`, query, { ...opts, method: "GET" }),
    metadata: async (metric) => {
      const form = new URLSearchParams(metric === undefined ? {} : { metric });
      const { data } = await ask("/api/v1/metadata", form, metadataAnswerSchema, { method: "GET" });
      return Object.entries(data).flatMap(([name, [first]]) =>
        first ? [{ ...first, metric: name, type: isMetricType(first.type) ? first.type : "unknown" }] : [],
      );
    },
    status: async () => {
      const at = now();
      const counted = await query(`count(${FOREIGN_SERIES})`, at);
      const series = counted.type === "vector" ? (counted.samples[0]?.v ?? 0) : 0;
      return { series, seriesTotal: series, newestMs: await findNewest(queryRange, at) };
    },
    // Engines differ in what they delete: some take whole series whatever the range.
    deleteSeries: () => Promise.reject(elsewhere()),
    cleanDeleted: () => Promise.reject(elsewhere()),
    close: () => {
      closed.abort(new UpstreamError("The metric store was closed."));
      return Promise.resolve();
    },
  };
}

const elsewhere = () =>
  new InvalidError("The metrics are kept in another engine (METRICS_URL): delete series there.");

/** @throws UpstreamError naming the place when an answer is not what the Prometheus API promises. */
function parseAnswer<S extends z.ZodType>(path: string, text: string, schema: S): z.infer<S> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new UpstreamError(`The metrics engine's answer to ${path} is not JSON.`, { cause });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UpstreamError(`The metrics engine's answer to ${path} is out of format.`, {
    cause: parsed.error,
    place: issue?.path.join(".") ?? path,
  });
}

function annotate(
  { warnings, infos }: { [Key in keyof QueryAnnotations]?: string[] | null | undefined },
  { onAnnotations }: QueryOptions,
): void {
  if (warnings || infos) onAnnotations?.({ warnings: warnings ?? [], infos: infos ?? [] });
}
