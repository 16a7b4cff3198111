import { formatValue } from "@/lib/core/units";
import { labelValue } from "@/lib/metrics/labels";
import type { Labels } from "@/lib/metrics/store";
import type { MetricDefinition } from "@/lib/products/types";
import type { MetricPlan } from "../plan";
import type { Phrases } from "./phrases/types";

/** Unit of what a plan yields: a total of a counter is a count, not a rate. */
export function unitOf(metric: MetricDefinition, statistic: MetricPlan["statistic"]): string {
  if (metric.type === "counter" && statistic === "sum") return metric.unit;
  if (metric.view === undefined && metric.type === "counter") return `${metric.unit || "events"}/second`;
  return metric.viewUnit ?? metric.unit;
}

const GROUPED = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A figure as it is said in a sentence. Counts are said in full (`12,345 orders`), all else as charts write it. */
export function sayFigure(
  value: number | null | undefined,
  unit: string,
  { unitWord }: Pick<Phrases, "unitWord">,
): string {
  const isCount =
    unit !== "" && !unit.includes("/") && !["ratio", "seconds", "bytes", "percent"].includes(unit);
  if (value === null || value === undefined || Number.isNaN(value)) return formatValue(value, unit);
  if (unit === "cny") return `¥${GROUPED.format(value)}`;
  const shown =
    isCount && Math.abs(value) >= 1000 && Number.isFinite(value)
      ? `${GROUPED.format(value)} ${unit}`
      : formatValue(value, unit);
  const word = isCount ? unitWord[unit] : undefined;
  return word === undefined ? shown : shown.replace(` ${unit}`, ` ${word}`);
}

/** A change of a ratio is said in percentage points; of all else in per cent. */
export function sayChange(value: number, unit: string): string {
  const shown = value * 100;
  const digits = Math.abs(shown) >= 10 ? 0 : Math.abs(shown) >= 1 ? 1 : 2;
  const text = `${shown > 0 ? "+" : ""}${shown.toFixed(digits)}`;
  return unit === "ratio" ? `${text} pp` : `${text}%`;
}

const HIDDEN = new Set(["__name__", "product", "app", "layer", "zone", "cluster", "instance", "job", "le"]);

/** What a series is called: its group, or its resource and the labels that set it apart. */
export function nameOf(labels: Labels, by: readonly string[] | null, all: string): string {
  if (by !== null) return by.map((label) => labelValue(labels, label) || "–").join(" · ") || all;
  const { resource } = labels;
  const rest = Object.entries(labels).filter(([name]) => name !== "resource" && !HIDDEN.has(name));
  // A scenario is in the name of its resource already.
  const own = rest.filter(([, value]) => !resource?.includes(value)).map(([, value]) => value);
  const name = [resource ?? labels.instance, ...own]
    .filter((part) => part !== undefined && part !== "")
    .join(" · ");
  return name || all;
}
