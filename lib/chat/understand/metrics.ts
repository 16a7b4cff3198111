import type { MetricDefinition } from "@/lib/products/types";
import { METRICS_MAX, type Choice } from "../plan";
import { metricOf, metricsOfProduct } from "./catalogue";
import type { ChatCatalogue } from "./catalogue";
import { normalise } from "./normalise";
import type { Slots } from "./slots";

export type MetricChoice =
  | { kind: "chosen"; names: string[] }
  /** The product has no such metric. */
  | { kind: "missing"; product: string; phrase: string }
  /** Several products have it and none was named. */
  | { kind: "which_product"; phrase: string; names: string[] };

/** Products that the question speaks of: named, or those of a named resource, cluster, scenario or layer. */
export function productsOf(slots: Slots, catalogue: ChatCatalogue): string[] {
  if (slots.products.length > 0) return slots.products;
  const of = (test: (r: ChatCatalogue["resources"][number]) => boolean) => [
    ...new Set(catalogue.resources.filter(test).map((r) => r.product)),
  ];
  const resources = slots.labels.get("resource");
  if (resources) return of((r) => resources.includes(r.id));
  const clusters = slots.labels.get("cluster");
  if (clusters) return of((r) => clusters.includes(r.cluster ?? ""));
  return slots.labels.has("scenario") ? ["business"] : [];
}

/** Of several metrics of one product the one whose own words are nearest to the phrase: title first, then synonyms in order. */
function closest(phrase: string, metrics: readonly MetricDefinition[]): string | undefined {
  const place = (metric: MetricDefinition) => {
    const words = (metric.synonyms ?? []).map(normalise);
    const at = words.findIndex((word) => word === phrase || `${word}s` === phrase);
    const titled = [metric.title.en, metric.title.zh].some((t) => normalise(t) === phrase);
    return titled ? -1 : at < 0 ? words.length : at;
  };
  return [...metrics].sort((a, b) => place(a) - place(b))[0]?.name;
}

/** Phrases that narrow each other are one wish: `latency` and `query time` both mean the query latency. */
function wishes(slots: Slots): { phrase: string; names: readonly string[] }[] {
  const found: { phrase: string; names: readonly string[] }[] = [];
  for (const said of slots.metrics) {
    const last = found.at(-1);
    const shared = last ? last.names.filter((name) => said.names.includes(name)) : [];
    if (last && shared.length > 0) found[found.length - 1] = { phrase: said.phrase, names: shared };
    else found.push(said);
  }
  return found;
}

/**
 * Which metrics a question means.
 *
 * @param wide the question ranks or filters resources, so one metric of every product may be meant.
 */
export function chooseMetrics(slots: Slots, catalogue: ChatCatalogue, wide: boolean): MetricChoice {
  const names: string[] = [];
  const products = productsOf(slots, catalogue);
  for (const wish of wishes(slots)) {
    const chosen = chooseOne(wish, products, slots, catalogue, wide);
    if (chosen.kind !== "chosen") return chosen;
    for (const name of chosen.names) if (!names.includes(name)) names.push(name);
  }
  return { kind: "chosen", names: names.slice(0, METRICS_MAX) };
}

const isOwn = (catalogue: ChatCatalogue, product: string): boolean =>
  catalogue.products.some(({ id, own }) => id === product && own === true);

function chooseOne(
  { phrase, names }: { phrase: string; names: readonly string[] },
  products: readonly string[],
  slots: Slots,
  catalogue: ChatCatalogue,
  wide: boolean,
): MetricChoice {
  const byProduct = new Map<string, MetricDefinition[]>();
  for (const name of names) {
    const found = metricOf(catalogue, name);
    if (!found) continue;
    const id = found.product?.id ?? "";
    byProduct.set(id, [...(byProduct.get(id) ?? []), found.metric]);
  }
  const pick = (id: string) => closest(phrase, byProduct.get(id) ?? []);
  if (products.length > 0) {
    const chosen = products.map(pick).filter((name) => name !== undefined);
    if (chosen.length > 0) return { kind: "chosen", names: chosen };
    // A full title such as "TKE workload latency" names its own product.
    const only = [...byProduct.keys()];
    if (only.length === 1 && only[0] === "") return { kind: "chosen", names: [pick("") ?? ""] };
    return { kind: "missing", product: products[0] ?? "", phrase };
  }
  // Evenkeel's own memory is meant only where it is named, or where nothing else has such a metric.
  const foreign = [...byProduct.keys()].filter((id) => !isOwn(catalogue, id));
  for (const id of byProduct.keys()) if (foreign.length > 0 && isOwn(catalogue, id)) byProduct.delete(id);
  const ids = [...byProduct.keys()];
  const all = ids.map(pick).filter((name) => name !== undefined);
  if (all.length === 1) return { kind: "chosen", names: all };
  const aboutResources = slots.nouns.has("resource") || slots.labels.has("zone");
  if (ids.includes("business") && !aboutResources) {
    const name = pick("business");
    if (name !== undefined) return { kind: "chosen", names: [name] };
  }
  const resourceMetrics = all.filter((name) => metricOf(catalogue, name)?.product?.id !== "business");
  if (wide) return { kind: "chosen", names: resourceMetrics };
  return { kind: "which_product", phrase, names: resourceMetrics };
}

/** The few metrics that tell how a product does: outcome, load, latency, busiest part. */
export function overviewOf(product: string, catalogue: ChatCatalogue): string[] {
  const metrics = metricsOfProduct(catalogue, product);
  const wanted = [
    /success_ratio$|error_ratio$/,
    /(requests|queries|commands|messages_in|connections)_total$/,
    /duration_seconds$/,
    product === "business" ? /orders_total$/ : /cpu_usage_ratio$/,
  ];
  const found = wanted.map((pattern) => metrics.find((m) => pattern.test(m.name))?.name);
  return [...new Set(found.filter((name) => name !== undefined))];
}

/** Latency metrics: what a percentile alone (`p99 of MySQL`) asks for. */
export function latencyNames(catalogue: ChatCatalogue): string[] {
  return catalogue.products.flatMap((p) =>
    p.metrics.filter((m) => m.type === "histogram").map((m) => m.name),
  );
}

/** Full questions to offer for a metric. */
export function choiceFor(catalogue: ChatCatalogue, name: string): Choice {
  const found = metricOf(catalogue, name);
  if (!found) return { en: `What is ${name}?`, zh: `${name} 是多少？` };
  return { en: `What is the ${found.metric.title.en}?`, zh: `${found.metric.title.zh}是多少？` };
}
