/** How the figures of one axis or one readout are written: `shown = value * factor`, followed by `symbol`. */
export interface Scale {
  factor: number;
  /** Unit as printed, possibly empty: `%`, `ms`, `GiB`, `k req/s`. */
  symbol: string;
}

interface Step {
  /** Smallest magnitude, in the base unit, that this step is used for. */
  from: number;
  factor: number;
  symbol: string;
}

/** SI brochure, 9th edition, table 7; "k" to "T" are what figures on a dashboard need. */
const SI: readonly Step[] = [
  { from: 1e12, factor: 1e-12, symbol: "T" },
  { from: 1e9, factor: 1e-9, symbol: "G" },
  { from: 1e6, factor: 1e-6, symbol: "M" },
  { from: 1e4, factor: 1e-3, symbol: "k" },
  { from: 0, factor: 1, symbol: "" },
];

/** IEC 80000-13: binary prefixes. */
const IEC: readonly Step[] = [
  { from: 2 ** 50, factor: 2 ** -50, symbol: "PiB" },
  { from: 2 ** 40, factor: 2 ** -40, symbol: "TiB" },
  { from: 2 ** 30, factor: 2 ** -30, symbol: "GiB" },
  { from: 2 ** 20, factor: 2 ** -20, symbol: "MiB" },
  { from: 2 ** 10, factor: 2 ** -10, symbol: "KiB" },
  { from: 0, factor: 1, symbol: "B" },
];

/** Units that are accepted for use with the SI (brochure, table 8), and the SI's own below the second. */
const DURATION: readonly Step[] = [
  { from: 172_800, factor: 1 / 86_400, symbol: "d" },
  { from: 7_200, factor: 1 / 3_600, symbol: "h" },
  { from: 120, factor: 1 / 60, symbol: "min" },
  { from: 1, factor: 1, symbol: "s" },
  { from: 1e-3, factor: 1e3, symbol: "ms" },
  { from: 1e-6, factor: 1e6, symbol: "µs" },
  { from: 0, factor: 1e9, symbol: "ns" },
];

const ZERO_SECONDS: Scale = { factor: 1, symbol: "s" };

/** Short forms of the count units in metric names; a unit that is not listed is printed as it is. */
const SHORT: Record<string, string> = {
  requests: "req",
  queries: "q",
  operations: "op",
  messages: "msg",
  connections: "conn",
  transactions: "tx",
  packets: "pkt",
};

function pick(steps: readonly Step[], magnitude: number): Step {
  return steps.find((step) => magnitude >= step.from) ?? { from: 0, factor: 1, symbol: "" };
}

/**
 * Scale for figures up to `magnitude` (in the base unit).
 *
 * @param unit base unit as in OpenMetrics, with `/second` or `/minute` for rates: `seconds`, `bytes/second`, `ratio`.
 */
export function scaleOf(unit: string, magnitude: number): Scale {
  const size = Math.abs(magnitude);
  const [base = "", per] = unit.split("/");
  const suffix = per
    ? `/${per === "second" || per === "seconds" ? "s" : per === "minute" ? "min" : per}`
    : "";
  if (base === "ratio") return { factor: 100, symbol: `%${suffix}` };
  if (base === "percent") return { factor: 1, symbol: `%${suffix}` };
  if (base === "seconds") {
    const step = size === 0 ? ZERO_SECONDS : pick(DURATION, size);
    return { factor: step.factor, symbol: `${step.symbol}${suffix}` };
  }
  if (base === "bytes") {
    const step = pick(IEC, size);
    return { factor: step.factor, symbol: `${step.symbol}${suffix}` };
  }
  const step = pick(SI, size);
  const name = Object.hasOwn(SHORT, base) ? SHORT[base] : base;
  const text = name || suffix ? `${name}${suffix}` : "";
  return { factor: step.factor, symbol: [step.symbol, text].filter(Boolean).join(" ") };
}

/** Three significant figures, as many as a reader can compare at a glance; whole numbers are never cut. */
const SIGNIFICANT = 3;

function digitsFor(shown: number): number {
  const size = Math.abs(shown);
  if (size === 0 || size >= 100) return 0;
  if (size >= 10) return Number.isInteger(shown) ? 0 : 1;
  if (Number.isInteger(shown)) return 0;
  return Math.min(6, SIGNIFICANT - 1 - Math.floor(Math.log10(size)));
}

/**
 * A value with its unit, as people read it: `formatValue(0.0342, "seconds")` is `34.2 ms`.
 *
 * Not a number and no value at all are `–`: never zero.
 */
export function formatValue(value: number | null | undefined, unit = ""): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const scale = scaleOf(unit, Number.isFinite(value) ? value : 0);
  return withSymbol(formatScaled(value, scale), scale.symbol);
}

/** Units that a figure cannot be read without; counts of things and their rates are told by the title of the chart. */
const ESSENTIAL = new Set(["ratio", "percent", "seconds", "bytes"]);

/** Like `formatValue`, short: for lists of values under a title that names the unit. */
export function formatCompact(value: number | null | undefined, unit = ""): string {
  return formatValue(value, ESSENTIAL.has(unit.split("/")[0] ?? "") ? unit : "");
}

/** The figure alone, in a scale that is given (an axis writes its unit once). */
export function formatScaled(value: number, scale: Scale, decimals?: number): string {
  if (value === Infinity) return "∞";
  if (value === -Infinity) return "-∞";
  const shown = value * scale.factor;
  if (scale.symbol === "%" && decimals === undefined && shown >= 99 && shown < 100) return nearlyAll(shown);
  const text = shown.toFixed(decimals ?? digitsFor(shown));
  return Number(text) === 0 ? text.replace("-", "") : text;
}

/** Two digits more, and cut, not rounded: 99.996 % is not all, and what is missing is what matters. */
function nearlyAll(percent: number): string {
  return (Math.floor(percent * 100 + 1e-9) / 100).toFixed(2);
}

/** `12 ms`, but `12%` and `12k`: a percent sign and a bare prefix stand close. */
export function withSymbol(figure: string, symbol: string): string {
  if (symbol === "") return figure;
  return /^(?:%|[kMGT]$)/.test(symbol) ? `${figure}${symbol}` : `${figure} ${symbol}`;
}
