import { findProduct } from "@/lib/products/catalogue";
import type { Filter, FilterLabel, PlanOf } from "../plan";
import type { CatalogueResource } from "../understand/catalogue";
import type { Answer, AnswerContext } from "./answerer";
import { answerOf } from "./answerer";
import { suggestAfter } from "./suggest";

const NAMED_MAX = 12;
const COLUMNS = ["resource", "product", "zone", "cluster", "app"] as const;

const valueOf = (resource: CatalogueResource, label: FilterLabel): string | null => {
  switch (label) {
    case "resource":
      return resource.id;
    case "product":
    case "zone":
    case "app":
    case "cluster":
    case "layer":
      return resource[label];
    case "scenario":
    case "severity":
    case "rule":
      break;
  }
  return null;
};

const fits = (resource: CatalogueResource, filters: readonly Filter[]) =>
  filters.every(({ label, values }) => values.includes(valueOf(resource, label) ?? ""));

/** A scenario of the business is no resource that one could count as such; our own parts are none of the fleet. */
const isLeftOut = ({ product }: CatalogueResource): boolean =>
  product === "business" || findProduct(product)?.own === true;

/** Counts or lists resources out of the inventory. */
export function answerInventory(plan: PlanOf<"inventory">, answer: AnswerContext): Answer {
  const { catalogue, say } = answer;
  const named = plan.filters.find((f) => f.label === "product");
  const found = catalogue.resources.filter(
    (r) => fits(r, plan.filters) && (named !== undefined || !isLeftOut(r)),
  );
  const titles = (named?.values ?? []).map(
    (id) => catalogue.products.find((p) => p.id === id)?.title[say.locale] ?? id,
  );
  const what = named ? `${say.list(titles)} ${say.inventory.resources}` : say.inventory.resources;
  const where = say.where(plan.filters.filter((f) => f.label !== "product").flatMap((f) => f.values));
  const sources = [{ path: "/api/resources", at: answer.now }];
  const suggestions = suggestAfter(plan, answer);
  if (found.length === 0) return answerOf({ answer: say.inventory.none(what, where), sources, suggestions });
  const [group] = plan.groupBy;
  if (group !== undefined) return grouped(found, group, answer, { sources, suggestions });
  const names = found.map((r) => r.id).slice(0, NAMED_MAX);
  return answerOf({
    answer: plan.count
      ? say.inventory.count(found.length, what, where)
      : say.inventory.list(found.length, what, where, names, found.length - names.length),
    sources,
    result: {
      columns: COLUMNS.map((key) => ({ key, title: say.label[key] ?? key, unit: "" })),
      rows: found.map((r) => ({
        resource: r.id,
        product: r.product,
        zone: r.zone,
        cluster: r.cluster,
        app: r.app,
      })),
    },
    suggestions,
  });
}

function grouped(
  found: readonly CatalogueResource[],
  group: FilterLabel,
  answer: AnswerContext,
  rest: Pick<Answer, "sources" | "suggestions">,
): Answer {
  const { say } = answer;
  const groups = [...Map.groupBy(found, (r) => valueOf(r, group) ?? "–")].sort(
    (a, b) => b[1].length - a[1].length,
  );
  return answerOf({
    ...rest,
    answer: say.inventory.grouped(groups.map(([name, list]) => `${name}: ${list.length}`)),
    result: {
      columns: [
        { key: "name", title: say.label[group] ?? group, unit: "" },
        { key: "count", title: say.inventory.resources, unit: "" },
      ],
      rows: groups.map(([name, list]) => ({ name, count: list.length })),
    },
    chart: {
      kind: "bar",
      title: say.label[group] ?? group,
      unit: "",
      bars: groups.map(([name, list]) => ({ id: name, name, value: list.length })),
    },
  });
}
