import type { Context } from "@/lib/core/context";
import { InvalidError } from "@/lib/core/errors";
import { parseSelector } from "@/lib/metrics/parse-selector";
import type { Labels, MetricMetadata, SeriesQuery } from "@/lib/metrics/store";
import { invalidParameter, readLimit, readListRange } from "./read-parameters";

type ListContext = Pick<Context, "metrics">;

/** As Prometheus 2.42 checks the name in the path. */
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** The `match[]` of a request. @throws InvalidError naming the parameter */
export function readSelectors(form: URLSearchParams): string[] {
  const selectors = form.getAll("match[]");
  for (const selector of selectors) {
    try {
      parseSelector(selector);
    } catch (error) {
      if (error instanceof InvalidError) throw invalidParameter("match[]", error.message, error);
      throw error;
    }
  }
  return selectors;
}

function readListQuery(form: URLSearchParams): SeriesQuery {
  const limit = readLimit(form);
  return {
    matchers: readSelectors(form),
    range: readListRange(form),
    ...(limit === undefined ? {} : { limit }),
  };
}

/** `/api/v1/series`. @throws InvalidError without a selector */
export function answerSeries(
  ctx: ListContext,
  form: URLSearchParams,
  signal: AbortSignal,
): Promise<Labels[]> {
  if (form.getAll("match[]").length === 0) throw new InvalidError("no match[] parameter provided");
  return ctx.metrics.series(readListQuery(form), { signal });
}

/** `/api/v1/labels` */
export function answerLabels(
  ctx: ListContext,
  form: URLSearchParams,
  signal: AbortSignal,
): Promise<string[]> {
  return ctx.metrics.labelNames(readListQuery(form), { signal });
}

/** `/api/v1/label/<name>/values` */
export function answerLabelValues(
  ctx: ListContext,
  label: string,
  form: URLSearchParams,
  signal: AbortSignal,
): Promise<string[]> {
  if (!LABEL_NAME.test(label)) throw new InvalidError(`invalid label name: ${JSON.stringify(label)}`);
  return ctx.metrics.labelValues(label, readListQuery(form), { signal });
}

/** `/api/v1/metadata`: by metric, a list each, as several targets may describe one metric differently. */
export async function answerMetadata(
  ctx: ListContext,
  form: URLSearchParams,
): Promise<Record<string, Omit<MetricMetadata, "metric">[]>> {
  const metric = form.get("metric") ?? "";
  const all = await ctx.metrics.metadata(metric === "" ? undefined : metric);
  const kept = all.slice(0, readLimit(form) ?? all.length);
  return Object.fromEntries(kept.map(({ metric: name, ...rest }) => [name, [rest]]));
}
