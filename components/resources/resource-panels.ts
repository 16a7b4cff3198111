import type { PanelDefinition } from "@/components/timeline/lane-catalogue";
import { findMetric, findProduct } from "@/lib/products/catalogue";
import type { MetricDefinition } from "@/lib/products/types";

/** More charts than this are not looked through; the timeline has them all. Our choice. */
const PANELS_MAX = 60;

export interface ResourcePanels {
  panels: PanelDefinition[];
  /** Metrics that are there and not drawn. */
  hidden: number;
}

/**
 * A chart for each metric of a resource: those of its product first, as the catalogue shows them, then whatever else its
 * series are named.
 *
 * @param selector PromQL matchers of its series, without braces.
 * @param names of metrics that it has samples of.
 * @param types of metrics that are not in the catalogue, as their metadata say.
 */
export function resourcePanels(
  product: string,
  selector: string,
  names: readonly string[],
  types: ReadonlyMap<string, string>,
): ResourcePanels {
  const known = findProduct(product)?.metrics ?? [];
  const others = names.filter((name) => {
    const found = findMetric(name);
    return !found || !known.includes(found.metric);
  });
  const panels = [
    ...known.map((metric) => cataloguePanel(metric, selector)),
    ...others.flatMap(
      (name) => otherPanel(name, selector, types.get(familyOf(name, types)) ?? "unknown") ?? [],
    ),
  ];
  return { panels: panels.slice(0, PANELS_MAX), hidden: Math.max(0, panels.length - PANELS_MAX) };
}

function cataloguePanel(metric: MetricDefinition, selector: string): PanelDefinition {
  const expr = (metric.view ?? `${metric.name}{$selector}`).replaceAll("$selector", selector);
  const sources = expr.match(/[a-zA-Z_:][a-zA-Z0-9_:]*(?=\{)/g) ?? [];
  return {
    id: metric.name,
    title: metric.title,
    expr,
    unit: metric.viewUnit ?? metric.unit,
    metrics: [...new Set(sources)].map((name) => `${stampOf(name)}{${selector}}`),
    ...(metric.threshold ? { threshold: metric.threshold.value } : {}),
  };
}

/** All series of a histogram are written together: `_count` has a tenth of the series of `_bucket`. */
const stampOf = (name: string): string => name.replace(/_bucket$/, "_count");

/** Name that the metadata of a part of a histogram or summary are kept under. */
function familyOf(name: string, types: ReadonlyMap<string, string>): string {
  const family = name.replace(/_(?:bucket|sum|count)$/, "");
  return types.has(name) ? name : family;
}

const BASE_UNITS = ["seconds", "bytes", "ratio"] as const;

/** OpenMetrics: the base unit is the last part of the name before its suffix. */
const unitOf = (name: string): string => {
  const stem = name.replace(/_(?:total|bucket|sum|count)$/, "");
  return BASE_UNITS.find((unit) => stem.endsWith(`_${unit}`)) ?? "";
};

function otherPanel(name: string, selector: string, type: string): PanelDefinition | null {
  const unit = unitOf(name);
  const series = `${name}{${selector}}`;
  const panel = (expr: string, shown: string): PanelDefinition => ({
    id: name,
    title: { en: name, zh: name },
    expr,
    unit: shown,
    metrics: [`${stampOf(name)}{${selector}}`],
  });
  // Sum and count of a histogram are told by its buckets.
  if (type === "histogram" && /_(?:sum|count)$/.test(name)) return null;
  if (name.endsWith("_bucket"))
    return panel(`histogram_quantile(0.99, sum by (le) (rate(${series}[$window])))`, unit);
  const counts =
    type === "counter" ||
    (type === "unknown" && name.endsWith("_total")) ||
    (type === "summary" && /_(?:sum|count)$/.test(name));
  return counts ? panel(`rate(${series}[$window])`, `${unit}/second`) : panel(series, unit);
}
