import type { PlanOf } from "../plan";
import type { Answer, AnswerContext } from "./answerer";
import { answerOf } from "./answerer";
import { suggestAfter } from "./suggest";

/** The metrics of the catalogue, or of the products named. */
export function answerMetrics(plan: PlanOf<"metrics">, answer: AnswerContext): Answer {
  const { catalogue, say } = answer;
  const wanted = plan.filters.find((f) => f.label === "product")?.values;
  const products = catalogue.products.filter((p) => !wanted || wanted.includes(p.id));
  const rows = products.flatMap((p) =>
    p.metrics.map((m) => ({
      metric: m.title[say.locale],
      product: p.title[say.locale],
      unit: m.viewUnit ?? m.unit,
      name: m.name,
    })),
  );
  const others = wanted
    ? []
    : catalogue.others.map((m) => ({
        metric: m.help[say.locale] || m.name,
        product: "–",
        unit: m.unit,
        name: m.name,
      }));
  const { columns } = say.metrics;
  return answerOf({
    answer: say.metrics.list(rows.length + others.length, products.length),
    result: {
      columns: (["metric", "product", "unit", "name"] as const).map((key) => ({
        key,
        title: columns[key],
        unit: "",
      })),
      rows: [...rows, ...others],
    },
    suggestions: suggestAfter(plan, answer),
  });
}
