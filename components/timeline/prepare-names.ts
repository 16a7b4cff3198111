import type { ChartSeries } from "@/components/charts/prepare/series";

export type SeriesLabels = Readonly<Record<string, string>>;

export interface LabelledSeries {
  labels: SeriesLabels;
  t: ArrayLike<number>;
  v: ArrayLike<number>;
}

/** What a line is about, the most telling first; the first that is there gives the colour. */
const ENTITY_LABELS = ["resource", "scenario", "instance", "cluster", "app", "job"] as const;

/** Canonical text of a label set: equal sets give equal texts. */
export function seriesId(labels: SeriesLabels): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(pairs);
}

export function colourKeyOf(labels: SeriesLabels): string {
  const entity = ENTITY_LABELS.find((name) => labels[name]);
  // Series of one entity that differ in another label, such as `mode`, must differ in colour too.
  const rest = Object.entries(labels).filter(([name]) => !isPlace(name) && name !== entity);
  const own = entity ? (labels[entity] ?? "") : "";
  const more = rest
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
  return more && entity !== "resource" ? `${own}|${more}` : own || seriesId(labels);
}

/** Labels that say where an entity is, not which it is. */
function isPlace(name: string): boolean {
  return (
    name === "__name__" ||
    (ENTITY_LABELS as readonly string[]).includes(name) ||
    name === "product" ||
    name === "layer" ||
    name === "zone"
  );
}

/** Short names that still differ: only the labels in which the series differ, the entity first, else the whole set. */
export function prepareNames(labelSets: readonly SeriesLabels[]): string[] {
  const names = new Set(labelSets.flatMap((labels) => Object.keys(labels)));
  const differing = [...names].filter(
    (name) => new Set(labelSets.map((labels) => labels[name] ?? "")).size > 1,
  );
  const order = (name: string) => {
    const at = (ENTITY_LABELS as readonly string[]).indexOf(name);
    return at < 0 ? ENTITY_LABELS.length : at;
  };
  differing.sort((a, b) => order(a) - order(b) || a.localeCompare(b));
  // A resource is one of a zone and a cluster: where its id tells all apart, the rest is noise.
  const entity = ENTITY_LABELS.find(
    (name) =>
      new Set(labelSets.map((labels) => labels[name] ?? "")).size === labelSets.length &&
      labelSets.length > 1,
  );
  return labelSets.map((labels) => {
    if (entity) return labels[entity] || "–";
    if (differing.length === 0) return wholeName(labels);
    return differing.flatMap((name) => labels[name] || []).join(" · ") || "–";
  });
}

function wholeName(labels: SeriesLabels): string {
  const entity = ENTITY_LABELS.find((name) => labels[name]);
  if (entity) return labels[entity] ?? "";
  return labels["__name__"] ?? "";
}

/** Lines of a panel out of the answer of a query. A single series without labels is named by `fallback`. */
export function prepareLines(series: readonly LabelledSeries[], fallback: string): ChartSeries[] {
  const names = prepareNames(series.map(({ labels }) => labels));
  return series.map(({ labels, t, v }, i) => ({
    id: seriesId(labels),
    name: names[i] || fallback,
    colourKey: colourKeyOf(labels) || fallback,
    t,
    v,
  }));
}
