import type { Context } from "@/lib/core/context";
import { once, processSingleton } from "@/lib/core/once";
import { SECOND_MS } from "@/lib/core/time";
import { PRODUCTS } from "@/lib/products/catalogue";
import type { ResourceView } from "./schemas";

/** Many readers share one query for so long. Our choice: two ticks of the simulator, a scrape of most Prometheus. */
const KEEP_MS = 10 * SECOND_MS;
/** An inventory without these figures is better than one that is waited for. */
const TIMEOUT_MS = 5 * SECOND_MS;

export type Utilisation = ReadonlyMap<string, NonNullable<ResourceView["utilisation"]>>;

/** Metrics that say how full a thing is that a resource owns: shares of a whole of which much is bad. */
export const utilisationMetrics = once((): string[] =>
  PRODUCTS.flatMap(({ metrics }) => metrics)
    .filter(
      ({ name, type, unit, bad, derived }) =>
        type === "gauge" &&
        unit === "ratio" &&
        bad === "high" &&
        derived !== true &&
        name.endsWith("_usage_ratio"),
    )
    .map(({ name }) => name),
);

interface Held {
  at: number;
  values: Promise<Utilisation>;
}
const held = processSingleton("resources.utilisation", () => new WeakMap<object, Held>());

/** The fullest of each resource now. Empty when the store does not answer: unknown is not zero. */
export function loadUtilisation(ctx: Pick<Context, "metrics" | "now">): Promise<Utilisation> {
  const copies = held();
  const copy = copies.get(ctx.metrics);
  const now = ctx.now();
  if (copy && Math.abs(now - copy.at) < KEEP_MS) return copy.values;
  const values = readUtilisation(ctx).catch((): Utilisation => new Map());
  copies.set(ctx.metrics, { at: now, values });
  return values;
}

async function readUtilisation({ metrics, now }: Pick<Context, "metrics" | "now">): Promise<Utilisation> {
  const names = utilisationMetrics();
  const expr = `max by (resource, __name__) ({__name__=~"${names.join("|")}",resource!=""})`;
  const value = await metrics.query(expr, now(), { timeoutMs: TIMEOUT_MS });
  const fullest = new Map<string, { value: number; metric: string }>();
  if (value.type !== "vector") return fullest;
  for (const { labels, v } of value.samples) {
    const { resource = "", __name__: metric = "" } = labels;
    if (!Number.isFinite(v) || (fullest.get(resource)?.value ?? -1) >= v) continue;
    fullest.set(resource, { value: v, metric });
  }
  return fullest;
}
