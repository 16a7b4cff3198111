import { AppError, InvalidError, UnavailableError } from "@/lib/core/errors";
import type { Context } from "@/lib/core/context";
import type { OpenMemory, QueryAnnotations, QueryOptions, QueryValue } from "@/lib/metrics/store";
import { checkPoints } from "@/lib/metrics/step";
import type { Dialect } from "@/lib/promql/dialect";
import { parseExpr } from "@/lib/promql/parse";
import { documentedType, typeOf } from "@/lib/promql/parser/check";
import {
  invalidParameter,
  readDuration,
  readLimit,
  readLookbackMs,
  readOptionalTime,
  readTime,
  readTimeoutMs,
} from "./read-parameters";
import { queryAnswerJson } from "./serialize";

type QueryContext = Pick<Context, "metrics" | "now">;

/** A fault of the data, found while a well-formed query ran: Prometheus calls it `execution`, and so does the mapping of `conflict`. */
function asExecutionFault(error: unknown): unknown {
  const isInvalid = error instanceof AppError && error.code === "invalid";
  return isInvalid ? new AppError("conflict", error.message, { cause: error }) : error;
}

interface AskedOptions {
  limit: number;
  options: QueryOptions;
}

/** What both kinds of query may say besides their expression; Prometheus reads it first. */
function readOptions(form: URLSearchParams): AskedOptions {
  const limit = readLimit(form) ?? Number.POSITIVE_INFINITY;
  const timeoutMs = readTimeoutMs(form);
  const lookbackMs = readLookbackMs(form);
  return { limit, options: { timeoutMs, ...(lookbackMs === undefined ? {} : { lookbackMs }) } };
}

/** The value with at most `limit` series, null when it has no more. @see Prometheus 3 `web/api/v1/api.go`, truncateResults */
function truncate(value: QueryValue, limit: number): QueryValue | null {
  if (value.type === "vector" && value.samples.length > limit)
    return { ...value, samples: value.samples.slice(0, limit) };
  if (value.type === "matrix" && value.series.length > limit)
    return { ...value, series: value.series.slice(0, limit) };
  return null;
}

/** @see Prometheus 3 `web/api/v1/api.go` */
export const TRUNCATED_WARNING = "results truncated due to limit";

/** `[1795176701.501,"0.123456789012345"],` and room to grow in. */
const POINT_JSON_BYTES = 64;

function countPoints(value: QueryValue): number {
  if (value.type === "vector") return value.samples.length;
  return value.type === "matrix" ? value.series.reduce((sum, { t }) => sum + t.length, 0) : 1;
}

async function respond(
  signal: AbortSignal,
  { limit, options }: AskedOptions,
  run: (options: QueryOptions) => Promise<QueryValue>,
): Promise<Uint8Array<ArrayBuffer>> {
  let notes: QueryAnnotations = { warnings: [], infos: [] };
  let memory: OpenMemory | undefined;
  try {
    const value = await run({
      ...options,
      signal,
      onAnnotations: (given) => (notes = given),
      onMemory: (given) => (memory = given),
    });
    const cut = truncate(value, limit);
    if (cut !== null) notes = { ...notes, warnings: [...notes.warnings, TRUNCATED_WARNING] };
    memory?.take(countPoints(cut ?? value) * POINT_JSON_BYTES);
    await memory?.settle();
    return await queryAnswerJson(cut ?? value, notes, signal);
  } catch (error) {
    // The client has left and reads no answer; this only keeps it from being logged as a fault of ours.
    if (signal.aborted)
      throw new UnavailableError("query was canceled in expression evaluation", { cause: error });
    throw asExecutionFault(error);
  } finally {
    memory?.close();
  }
}

/**
 * `/api/v1/query`: the whole answer as JSON in UTF-8.
 *
 * @throws InvalidError for a bad parameter; AppError `conflict` when the query fails on the data; LimitError, TimeoutError.
 */
export function answerQuery(
  ctx: QueryContext,
  form: URLSearchParams,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const at = readOptionalTime(form, "time", ctx.now());
  const asked = readOptions(form);
  const query = form.get("query") ?? "";
  try {
    parseExpr(query, ctx.metrics.dialect);
  } catch (error) {
    if (error instanceof InvalidError) throw invalidParameter("query", error.message, error);
    throw error;
  }
  return respond(signal, asked, (options) => ctx.metrics.query(query, at, options));
}

/** @throws InvalidError in Prometheus' words, which do not name the parameter here */
function readRangeQuery(form: URLSearchParams, dialect: Dialect): string {
  const query = form.get("query") ?? "";
  const type = typeOf(parseExpr(query, dialect));
  if (type === "scalar" || type === "vector") return query;
  const got = JSON.stringify(documentedType(type));
  throw new InvalidError(`invalid expression type ${got} for range query, must be Scalar or instant Vector`, {
    place: "query",
  });
}

/** `/api/v1/query_range`. Errors as of `answerQuery`. */
export function answerQueryRange(
  ctx: QueryContext,
  form: URLSearchParams,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const from = readTime(form, "start");
  const to = readTime(form, "end");
  if (to < from) throw invalidParameter("end", "end timestamp must not be before start time");
  const stepMs = readDuration(form, "step");
  if (stepMs <= 0) {
    const why = "zero or negative query resolution step widths are not accepted. Try a positive integer";
    throw invalidParameter("step", why);
  }
  checkPoints({ from, to }, stepMs);
  const asked = readOptions(form);
  const query = readRangeQuery(form, ctx.metrics.dialect);
  return respond(signal, asked, async (options) => ({
    type: "matrix",
    series: await ctx.metrics.queryRange(query, { from, to }, stepMs, options),
  }));
}
