import type { Context } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import type { CheckedResource, RiskCheck } from "./check";
import { metricKey, type MetricValues } from "./run-checks";

/**
 * Evaluates the metrics of all checks for the products that there are. One that cannot be evaluated has no values, so its
 * check is unknown.
 */
export async function readValues(
  ctx: Context,
  checks: readonly RiskCheck[],
  resources: readonly CheckedResource[],
): Promise<MetricValues> {
  const present = new Set(resources.map(({ product }) => product));
  const queries = checks.flatMap((check) => {
    const metric = check.metric;
    if (!metric) return [];
    return check.products
      .filter((product) => present.has(product))
      .map((product) => ({ key: metricKey(check.id, product), expr: metric(product) }));
  });
  const entries: [string, ReadonlyMap<string, number>][] = [];
  // One after the other: a scan is never urgent, and a day of samples is a heavy question.
  for (const { key, expr } of queries) entries.push([key, await valuesByResource(ctx, expr)]);
  return new Map(entries);
}

async function valuesByResource(ctx: Context, expr: string): Promise<ReadonlyMap<string, number>> {
  try {
    const value = await ctx.metrics.query(expr, ctx.now());
    if (value.type !== "vector") return new Map();
    return new Map(value.samples.map(({ labels, v }) => [labels["resource"] ?? "", v]));
  } catch (error) {
    console.error(`risk: ${expr} could not be evaluated; its check is unknown`, whyOf(error));
    return new Map();
  }
}

/** What we threw on purpose says enough in a sentence. */
const whyOf = (error: unknown): unknown => (error instanceof AppError ? error.message : error);
