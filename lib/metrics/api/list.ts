import type { Context } from "@/lib/core/context";
import { InvalidError } from "@/lib/core/errors";
import { parseSelector } from "@/lib/metrics/parse-selector";
import { isLabelName } from "@/lib/promql/dialect";
import { unescapeName } from "./unescape-name";
import type { Labels, MetricMetadata, SeriesQuery } from "@/lib/metrics/store";
import { TRUNCATED_WARNING } from "./answer-query";
import { invalidParameter, readCount, readLimit, readListRange } from "./read-parameters";

type ListContext = Pick<Context, "metrics">;

export interface ListAnswer<T> {
  data: T[];
  warnings: string[];
}

function parsedSelectors({ metrics }: ListContext, form: URLSearchParams): string[] {
  const selectors = form.getAll("match[]");
  for (const selector of selectors) parseSelector(selector, metrics.dialect);
  return selectors;
}

/** The selectors of a form. @throws InvalidError in Prometheus' words, which name the parameter everywhere but in lists of labels */
export function readSelectors(ctx: ListContext, form: URLSearchParams): string[] {
  try {
    return parsedSelectors(ctx, form);
  } catch (error) {
    if (error instanceof InvalidError) throw invalidParameter("match[]", error.message, error);
    throw error;
  }
}

/** At most `limit` entries of what `read` gives, with Prometheus' warning when there are more. */
async function answerList<T>(
  ctx: ListContext,
  form: URLSearchParams,
  read: (query: SeriesQuery) => Promise<T[]>,
): Promise<ListAnswer<T>> {
  const limit = readLimit(form);
  const range = readListRange(form);
  const matchers = parsedSelectors(ctx, form);
  if (range.to < range.from) return { data: [], warnings: [] };
  const data = await read({ matchers, range, ...(limit === undefined ? {} : { limit: limit + 1 }) });
  if (limit === undefined || data.length <= limit) return { data, warnings: [] };
  return { data: data.slice(0, limit), warnings: [TRUNCATED_WARNING] };
}

/** `/api/v1/series`. @throws InvalidError without a selector */
export async function answerSeries(
  ctx: ListContext,
  form: URLSearchParams,
  signal: AbortSignal,
): Promise<ListAnswer<Labels>> {
  if (form.getAll("match[]").length === 0) throw new InvalidError("no match[] parameter provided");
  readListRange(form); // Its faults come first.
  readSelectors(ctx, form);
  return answerList(ctx, form, (query) => ctx.metrics.series(query, { signal }));
}

/** `/api/v1/labels` */
export function answerLabels(
  ctx: ListContext,
  form: URLSearchParams,
  signal: AbortSignal,
): Promise<ListAnswer<string>> {
  return answerList(ctx, form, (query) => ctx.metrics.labelNames(query, { signal }));
}

/** `/api/v1/label/<name>/values` */
export function answerLabelValues(
  ctx: ListContext,
  given: string,
  form: URLSearchParams,
  signal: AbortSignal,
): Promise<ListAnswer<string>> {
  const { dialect } = ctx.metrics;
  const label = dialect === "3" ? unescapeName(given) : given;
  if (!isLabelName(label, dialect)) throw new InvalidError(`invalid label name: ${JSON.stringify(label)}`);
  return answerList(ctx, form, (query) => ctx.metrics.labelValues(label, query, { signal }));
}

/**
 * `/api/v1/metadata`: by metric, a list each, as several targets may describe one metric differently; here there is one.
 * A negative limit is none.
 */
export async function answerMetadata(
  ctx: ListContext,
  form: URLSearchParams,
): Promise<Record<string, Omit<MetricMetadata, "metric">[]>> {
  const limit = readCount(form, "limit") ?? -1;
  readCount(form, "limit_per_metric");
  const metric = form.get("metric") ?? "";
  const all = await ctx.metrics.metadata(metric === "" ? undefined : metric);
  const kept = limit < 0 ? all : all.slice(0, limit);
  return Object.fromEntries(kept.map(({ metric: name, ...rest }) => [name, [rest]]));
}
