import { TAKEN } from "./tokenise";

/** A limit as it was said; the metric decides what a bare number means. */
export interface SaidThreshold {
  op: ">" | ">=" | "<" | "<=";
  value: number;
  unit: string;
}
export interface Quantities {
  text: string;
  threshold: SaidThreshold | null;
  limit: number | null;
}

const NUMBER = "(\\d+(?:\\.\\d+)?)";
const UNIT =
  "( ?(?:%|percent|ms|milliseconds?|毫秒|秒|seconds?|secs?|s|minutes?|mins?|分钟|kib|mib|gib|tib|kb|mb|gb|tb|bytes?|k|qps|次|个|条))?";
const OPS: readonly [string, SaidThreshold["op"]][] = [
  [">=|at least|no less than|not less than|不低于|不小于|不少于|至少|大于等于", ">="],
  ["<=|at most|no more than|up to|不超过|不高于|不大于|至多|最多(?=\\d)|小于等于", "<="],
  [
    ">|above|over|exceed(?:s|ed|ing)?|more than|greater than|higher than|beyond|past|超过了?|大于|高于|多于|超出|突破|高过",
    ">",
  ],
  ["<|below|under|less than|lower than|fewer than|beneath|低于|小于|少于|不到|不足|低过", "<"],
];
const AFTER: readonly [string, SaidThreshold["op"]][] = [
  ["(?:及)?以上|or more|or higher|or above", ">="],
  ["(?:及)?以下|or less|or lower|or below", "<="],
];
const LIMITS = [
  /(?:top|bottom|first)[ -]?(\d{1,2})\b/,
  /\b(\d{1,2}) (?:highest|lowest|worst|best|largest|smallest|busiest|slowest|most|fastest)\b/,
  /前(\d{1,2})(?:名|个|台|位|条)?/,
  /(?:最[高低大小多少慢快忙差好])的?(?:前)?(\d{1,2})(?:名|个|台|位|条)/,
];

function findThreshold(text: string): { found: SaidThreshold; start: number; end: number } | null {
  for (const [words, op] of OPS) {
    // A Latin word must be whole; a Chinese one may follow anything.
    const whole = words.split("|").map((word) => (/^[a-z]/.test(word) ? `(?<![a-z])${word}` : word));
    const match = new RegExp(`(?:${whole.join("|")}) ?${NUMBER}${UNIT}(?![a-z0-9])`).exec(text);
    if (match) return took(match, op);
  }
  for (const [words, op] of AFTER) {
    const match = new RegExp(`${NUMBER}${UNIT} ?(?:${words})`).exec(text);
    if (match) return took(match, op);
  }
  return null;
}

function took(match: RegExpExecArray, op: SaidThreshold["op"]) {
  const found = { op, value: Number(match[1]), unit: (match[2] ?? "").trim() };
  return { found, start: match.index, end: match.index + match[0].length };
}

const blank = (text: string, start: number, end: number) =>
  text.slice(0, start) + TAKEN.repeat(end - start) + text.slice(end);

/** Takes a threshold (`above 80%`, `超过200毫秒`) and a count of places (`top 5`, `前5`) out of a normalised text. */
export function takeQuantities(text: string): Quantities {
  const threshold = findThreshold(text);
  let rest = threshold ? blank(text, threshold.start, threshold.end) : text;
  let limit: number | null = null;
  for (const pattern of LIMITS) {
    const match = pattern.exec(rest);
    if (!match?.[1]) continue;
    limit = Math.min(50, Math.max(1, Number(match[1])));
    // Only the number goes: "top" and "最高" still say which end is asked.
    const at = match.index + match[0].indexOf(match[1]);
    rest = blank(rest, at, at + match[1].length);
    break;
  }
  return { text: rest, threshold: threshold?.found ?? null, limit };
}

const FACTORS: Readonly<Record<string, readonly [RegExp, number][]>> = {
  seconds: [
    [/^(ms|millisecond|毫秒)/, 0.001],
    [/^(min|分钟)/, 60],
  ],
  bytes: [
    [/^kib/, 1024],
    [/^mib/, 1024 ** 2],
    [/^gib/, 1024 ** 3],
    [/^tib/, 1024 ** 4],
    [/^kb?$/, 1e3],
    [/^mb/, 1e6],
    [/^gb/, 1e9],
    [/^tb/, 1e12],
  ],
};

/** The threshold in the unit of the metric: `80%` of a ratio is 0.8, and so is a bare `80`, as no ratio passes 1. */
export function toBaseUnit({ value, unit }: SaidThreshold, metricUnit: string): number {
  if (metricUnit === "ratio") return unit === "%" || unit === "percent" || value > 1 ? value / 100 : value;
  const factor = FACTORS[metricUnit]?.find(([pattern]) => pattern.test(unit))?.[1];
  if (factor !== undefined) return value * factor;
  return unit === "k" ? value * 1000 : value;
}
