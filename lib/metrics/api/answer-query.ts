import { AppError, InvalidError, UnavailableError } from "@/lib/core/errors";
import type { Context } from "@/lib/core/context";
import type { QueryAnnotations, QueryOptions, QueryValue } from "@/lib/metrics/store";
import { checkPoints } from "@/lib/metrics/step";
import { parseExpr } from "@/lib/promql/parse";
import { invalidParameter, readDuration, readOptionalTime, readTime, readTimeoutMs } from "./read-parameters";
import { queryAnswerJson } from "./serialize";

type QueryContext = Pick<Context, "metrics" | "now">;

/** @throws InvalidError when the text is no PromQL, in Prometheus' words with its position. */
function readQuery(form: URLSearchParams): string {
  const query = form.get("query") ?? "";
  try {
    parseExpr(query);
  } catch (error) {
    if (error instanceof InvalidError) throw invalidParameter("query", error.message, error);
    throw error;
  }
  return query;
}

/** A fault of the data, found while a well-formed query ran: Prometheus calls it `execution`, and so does the mapping of `conflict`. */
function asExecutionFault(error: unknown): unknown {
  return error instanceof InvalidError ? new AppError("conflict", error.message, { cause: error }) : error;
}

async function respond(
  form: URLSearchParams,
  signal: AbortSignal,
  run: (options: QueryOptions) => Promise<QueryValue>,
): Promise<Uint8Array<ArrayBuffer>> {
  const timeoutMs = readTimeoutMs(form);
  let annotations: QueryAnnotations = { warnings: [], infos: [] };
  try {
    const value = await run({
      signal,
      timeoutMs,
      onAnnotations: (given) => (annotations = given),
    });
    return queryAnswerJson(value, annotations);
  } catch (error) {
    // The client has left and reads no answer; this only keeps it from being logged as a fault of ours.
    if (signal.aborted)
      throw new UnavailableError("query was canceled in expression evaluation", { cause: error });
    throw asExecutionFault(error);
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
  const query = readQuery(form);
  return respond(form, signal, (options) => ctx.metrics.query(query, at, options));
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
  const query = readQuery(form);
  return respond(form, signal, async (options) => ({
    type: "matrix",
    series: await ctx.metrics.queryRange(query, { from, to }, stepMs, options),
  }));
}
