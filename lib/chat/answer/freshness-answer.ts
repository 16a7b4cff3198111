import type { MetricDefinition, Product } from "@/lib/products/types";
import type { PlanOf } from "../plan";
import type { Answer, AnswerContext } from "./answerer";
import { answerOf } from "./answerer";
import { sayMoment } from "./moments";
import { evidenceOf, NOW_WINDOW_MS, storedNames } from "./promql";
import { runInstant } from "./run-query";
import { suggestAfter } from "./suggest";

/** The metric by which a product's life is read: whether its resources answer. */
const probeOf = (product: Product): MetricDefinition | undefined =>
  product.metrics.find((m) => m.name.endsWith("_up")) ?? product.metrics[0];

async function freshnessOf(product: Product, answer: AnswerContext) {
  const metric = probeOf(product);
  if (!metric) return null;
  const { newest } = evidenceOf(metric, [], NOW_WINDOW_MS);
  const { samples, receipt } = await runInstant(answer, {
    promql: newest,
    purpose: "answer",
    unit: "seconds",
    metric,
    filters: [],
    from: answer.now,
    to: answer.now,
  });
  const at = samples[0]?.v ?? null;
  return {
    product,
    receipt,
    newestAt: at === null ? null : at * 1000,
    name: storedNames(metric)[0] ?? metric.name,
  };
}

/** How old the newest sample is, over all and by product. */
export async function answerFreshness(plan: PlanOf<"freshness">, answer: AnswerContext): Promise<Answer> {
  const { ctx, catalogue, say, now } = answer;
  const wanted = plan.filters.find((f) => f.label === "product")?.values;
  const products = catalogue.products.filter((p) => (wanted ? wanted.includes(p.id) : p.own !== true));
  const status = await ctx.metrics.status();
  const suggestions = suggestAfter(plan, answer);
  if (status.newestMs === null) return answerOf({ answer: say.freshness.none, suggestions });
  const found = (await Promise.all(products.map((p) => freshnessOf(p, answer)))).filter((f) => f !== null);
  const known = found.filter((f) => f.newestAt !== null);
  const lagging = known.toSorted((a, b) => (a.newestAt ?? 0) - (b.newestAt ?? 0))[0];
  const newest = wanted ? (known[0]?.newestAt ?? null) : status.newestMs;
  const overall =
    newest === null
      ? say.freshness.none
      : say.freshness.overall(say.age(now - newest), status.series.toLocaleString("en-US"));
  const { columns } = say.freshness;
  const slow =
    lagging?.newestAt && !wanted && now - lagging.newestAt > 2 * (now - status.newestMs) + 10_000
      ? say.freshness.oldest(lagging.product.title[say.locale], say.age(now - lagging.newestAt))
      : "";
  return answerOf({
    answer: overall + slow,
    queries: found.map((f) => f.receipt),
    result: {
      columns: [
        { key: "product", title: columns.product, unit: "" },
        { key: "newest", title: columns.newest, unit: "" },
        { key: "age", title: columns.age, unit: "seconds" },
      ],
      rows: found.map((f) => ({
        product: f.product.title[say.locale],
        newest: f.newestAt === null ? null : sayMoment(f.newestAt, answer, true),
        age: f.newestAt === null ? null : Math.max(0, (now - f.newestAt) / 1000),
      })),
    },
    suggestions,
  });
}
