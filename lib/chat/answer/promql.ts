import type { DurationMs } from "@/lib/core/time";
import type { MetricDefinition } from "@/lib/products/types";
import type { Filter, Statistic } from "../plan";

/**
 * Window of a rate for "now". Four scrapes of Prometheus' default minute and one to spare, so that a rate stands even when
 * a sample is late. It is also the time that Prometheus looks back for an instant value.
 */
export const NOW_WINDOW_MS: DurationMs = 300_000;

/** Points of a chart in the chat: as many as its width can show apart; our choice. */
export const CHART_POINTS = 160;

const NICE_STEPS_S = [15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400];

/** Step that yields at most `points` over a span; whole and even, so that a grid can be read. */
export function niceStepS(spanMs: DurationMs, points: number): number {
  const least = spanMs / 1000 / points;
  return NICE_STEPS_S.find((step) => step >= least) ?? Math.ceil(least / 86_400) * 86_400;
}

export interface ExpressionSpec {
  metric: MetricDefinition;
  filters: readonly Filter[];
  /** Labels that are kept; null: each series by itself. */
  by: readonly string[] | null;
  statistic: Statistic;
  /** Null: one moment. */
  rangeMs: DurationMs | null;
  /** The same, this much earlier. */
  offsetMs?: DurationMs;
}

const quote = (value: string) =>
  `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
const escapeRegex = (value: string) => value.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Matchers of the filters, without braces: `zone="zone-a",resource=~"a|b"`. */
export function matchersOf(filters: readonly Filter[]): string {
  return filters
    .map(({ label, values }) =>
      values.length === 1
        ? `${label}=${quote(values[0] ?? "")}`
        : `${label}=~${quote(values.map(escapeRegex).join("|"))}`,
    )
    .join(",");
}

export const duration = (ms: DurationMs): string => {
  const s = Math.max(1, Math.round(ms / 1000));
  if (s % 86_400 === 0) return `${s / 86_400}d`;
  if (s % 3_600 === 0) return `${s / 3_600}h`;
  return s % 60 === 0 ? `${s / 60}m` : `${s}s`;
};

const QUANTILES: Partial<Record<Statistic, number>> = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };

/** Ratios, times and plain states are averaged over resources; counts, bytes and rates are summed. */
export function addsUp({ unit, viewUnit }: MetricDefinition): boolean {
  return !["ratio", "seconds", ""].includes(viewUnit ?? unit);
}

/** The view of a metric: the catalogue's, or a rate for a counter that has none. */
function viewOf(metric: MetricDefinition): string | null {
  if (metric.view !== undefined) return metric.view;
  return metric.type === "counter" ? `rate(${metric.name}{$selector}[$window])` : null;
}

/** Names of the stored series that a metric is read from. */
export function storedNames(metric: MetricDefinition): string[] {
  const view = viewOf(metric);
  const found = [...(view ?? "").matchAll(/([a-zA-Z_:][\w:]*)\{[^}]*\$selector/g)].map(
    ([, name]) => name ?? "",
  );
  return found.length > 0 ? [...new Set(found)] : [metric.name];
}

interface Filled {
  windowMs: DurationMs;
  matchers: string;
  by: readonly string[] | null;
  offset: string;
  quantile: number | undefined;
}

function fillView(view: string, { windowMs, matchers, by, offset, quantile }: Filled): string {
  const grouped =
    by === null
      ? view
      : view.replaceAll(/ by \(resource(, le)?\) ?/g, (_, le: string | undefined) => {
          const labels = [...by, ...(le ? ["le"] : [])];
          return labels.length > 0 ? ` by (${labels.join(", ")}) ` : " ";
        });
  const shifted = grouped.replaceAll(/(\{[^}]*\$selector[^}]*\}(?:\[\$window\])?)/g, `$1${offset}`);
  const filled = shifted
    .replaceAll("$selector", () => matchers)
    .replaceAll("$window", duration(windowMs))
    .replaceAll(/,\}/g, "}");
  return quantile === undefined
    ? filled
    : filled.replaceAll("histogram_quantile(0.99", `histogram_quantile(${quantile}`);
}

const aggregate = (operator: string, by: readonly string[] | null, inner: string): string =>
  by === null
    ? inner
    : by.length === 0
      ? `${operator}(${inner})`
      : `${operator} by (${by.join(", ")}) (${inner})`;

function overTime(statistic: Statistic, vector: string): string {
  const quantile = QUANTILES[statistic];
  if (quantile !== undefined) return `quantile_over_time(${quantile}, ${vector})`;
  return `${statistic === "max" || statistic === "min" ? statistic : "avg"}_over_time(${vector})`;
}

const acrossOf = (statistic: Statistic, metric: MetricDefinition): string => {
  if (statistic === "max" || statistic === "min") return statistic;
  return statistic === "sum" || addsUp(metric) ? "sum" : "avg";
};

const subquery = (inner: string, rangeMs: DurationMs): string => {
  const step = Math.max(30, niceStepS(rangeMs, 240));
  return `(${inner})[${duration(rangeMs)}:${duration(step * 1000)}]`;
};

/** PromQL of one metric, read as the spec says. Pure; it evaluates at the end of the range. */
export function expressionOf(spec: ExpressionSpec): string {
  const { metric, by, statistic, rangeMs } = spec;
  const offset = spec.offsetMs === undefined ? "" : ` offset ${duration(spec.offsetMs)}`;
  const matchers = matchersOf(spec.filters);
  const selector = matchers === "" ? metric.name : `${metric.name}{${matchers}}`;
  const view = viewOf(metric);
  const across = acrossOf(statistic, metric);
  if (view === null) {
    if (rangeMs === null) return aggregate(across, by, `${selector}${offset}`);
    // The total of a group at each moment comes first: the highest of sums is not the sum of the highest.
    if (addsUp(metric) && by !== null && (statistic === "max" || statistic === "min"))
      return overTime(statistic, `${subquery(aggregate("sum", by, selector), rangeMs)}${offset}`);
    return aggregate(across, by, overTime(statistic, `${selector}[${duration(rangeMs)}]${offset}`));
  }
  const ownGroups = view.includes("by (resource");
  const quantile = metric.type === "histogram" ? QUANTILES[statistic] : undefined;
  const fill = (windowMs: DurationMs, shift: string) => {
    const filled = fillView(view, { windowMs, matchers, by: ownGroups ? by : null, offset: shift, quantile });
    return ownGroups ? filled : aggregate(across, by, filled);
  };
  if (rangeMs === null) return fill(NOW_WINDOW_MS, offset);
  if (metric.type === "counter" && statistic === "sum")
    return aggregate("sum", by ?? ["resource"], `increase(${selector}[${duration(rangeMs)}]${offset})`);
  const windowed = view.includes("$window");
  const whole =
    statistic === "avg" || statistic === "latest" || statistic === "sum" || quantile !== undefined;
  if (windowed && whole) return fill(rangeMs, offset);
  return overTime(statistic, `${subquery(fill(NOW_WINDOW_MS, ""), rangeMs)}${offset}`);
}

/**
 * Counts the stored samples in a window, and finds the time of the newest at its end. One selector a name: a function
 * over two names at once would make two series with the same labels, which PromQL refuses.
 */
export function evidenceOf(metric: MetricDefinition, filters: readonly Filter[], windowMs: DurationMs) {
  const names = storedNames(metric);
  const matchers = matchersOf(filters);
  const selectorOf = (name: string) => (matchers === "" ? name : `${name}{${matchers}}`);
  const counts = names.map(
    (name) => `(sum(count_over_time(${selectorOf(name)}[${duration(windowMs)}])) or vector(0))`,
  );
  return {
    samples: counts.join(" + "),
    newest: `max(timestamp(${selectorOf(names[0] ?? metric.name)}))`,
  };
}
