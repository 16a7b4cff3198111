import type { Context } from "@/lib/core/context";
import type { UnixMs } from "@/lib/core/time";
import type { VectorSample } from "@/lib/metrics/store";
import {
  countQuery,
  FRESHNESS_WINDOW_MS,
  gaugeQuery,
  METRIC_LABEL,
  newestQuery,
  type PlannedMetric,
  viewQuery,
} from "./metric-plan";

export interface ResourceValues {
  /** Worst value by the name of its metric. */
  byMetric: Map<string, number>;
  /** Unix ms. */
  sampleAt: UnixMs | null;
  /** Between its samples; null: there were fewer than two. */
  intervalMs: number | null;
}

/** What the metrics of the plan said of each resource around a moment. A resource without a sample has no entry. */
export async function readValues(
  ctx: Context,
  plan: readonly PlannedMetric[],
  at: UnixMs,
): Promise<Map<string, ResourceValues>> {
  const hasLiveness = plan.some(({ role }) => role === "liveness");
  const [gauges, views, newest, counts] = await Promise.all([
    ask(ctx, gaugeQuery(plan), at),
    ask(ctx, viewQuery(plan), at),
    ask(ctx, hasLiveness ? newestQuery(plan) : null, at),
    ask(ctx, hasLiveness ? countQuery(plan) : null, at),
  ]);
  const planned = new Map(plan.map((metric) => [metric.name, metric]));
  const values = new Map<string, ResourceValues>();
  const of = (resource: string): ResourceValues => {
    const known = values.get(resource);
    if (known) return known;
    const made: ResourceValues = { byMetric: new Map(), sampleAt: null, intervalMs: null };
    values.set(resource, made);
    return made;
  };
  for (const { labels, v } of [...gauges, ...views]) {
    const { resource } = labels;
    const metric = planned.get(labels[METRIC_LABEL] ?? labels["__name__"] ?? "");
    // A share of nothing and a quantile of nothing are NaN: no value.
    if (!resource || !metric || Number.isNaN(v)) continue;
    const { byMetric } = of(resource);
    const known = byMetric.get(metric.name);
    byMetric.set(metric.name, known === undefined ? v : combine(metric, known, v));
  }
  for (const { labels, v } of newest) if (labels["resource"]) of(labels["resource"]).sampleAt = v * 1_000;
  for (const { labels, v } of counts)
    if (labels["resource"] && v >= 2) of(labels["resource"]).intervalMs = FRESHNESS_WINDOW_MS / v;
  return values;
}

/** Of several series of one resource: traffic adds up, of anything else the worst counts. */
function combine({ role, bad }: PlannedMetric, a: number, b: number): number {
  if (role === "traffic") return a + b;
  return bad === "low" ? Math.min(a, b) : Math.max(a, b);
}

async function ask(ctx: Context, expr: string | null, at: UnixMs): Promise<readonly VectorSample[]> {
  if (expr === null) return [];
  const value = await ctx.metrics.query(expr, at);
  return value.type === "vector" ? value.samples : [];
}
