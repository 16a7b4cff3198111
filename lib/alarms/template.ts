import { InvalidError } from "@/lib/core/errors";
import { labelValue } from "@/lib/metrics/labels";
import { formatGoGeneral } from "@/lib/promql/go-float";
import { fourDigits, humanize, humanize1024, humanizeDuration, humanizePercentage } from "./humanize";

export interface TemplateData {
  labels: Readonly<Record<string, string>>;
  value: number;
}

type Value = string | number;

const NUMERIC: Record<string, (value: number) => string> = {
  humanize,
  humanize1024,
  humanizeDuration,
  humanizePercentage,
};
const TEXTUAL: Record<string, (value: string) => string> = {
  toUpper: (value) => value.toUpperCase(),
  toLower: (value) => value.toLowerCase(),
};

/** Words of an action: quoted strings, numbers, `$labels.x`, names, and the pipe. */
const TOKEN = /"(?:[^"\\]|\\.)*"|`[^`]*`|\||[^\s|"`]+/g;

/**
 * Fills `{{ … }}` of an annotation or label, in the part of Go's template language that alerting rules use: `$value`,
 * `$labels.name` (also `.Value`, `.Labels.name`), string and number literals, calls and pipes of `humanize`,
 * `humanize1024`, `humanizeDuration`, `humanizePercentage`, `toUpper`, `toLower` and `printf` with one verb a value.
 * A label that is absent is empty.
 *
 * @throws InvalidError that quotes the action which cannot be understood.
 * @see https://prometheus.io/docs/prometheus/latest/configuration/template_reference/
 */
export function expandTemplate(text: string, data: TemplateData): string {
  return text.replace(/\{\{-?\s*(.*?)\s*-?\}\}/gs, (_, action: string) => {
    const result = runPipeline(action, data);
    return typeof result === "number" ? formatGoGeneral(result) : result;
  });
}

function runPipeline(action: string, data: TemplateData): Value {
  const words = action.match(TOKEN) ?? [];
  const stages: string[][] = [[]];
  for (const word of words) {
    if (word === "|") stages.push([]);
    else stages.at(-1)?.push(word);
  }
  let piped: Value | undefined;
  for (const stage of stages) {
    const [head, ...rest] = stage;
    if (head === undefined) throw new InvalidError(`The template action {{ ${action} }} is empty.`);
    const args = rest.map((word) => term(word, data, action));
    if (piped !== undefined) args.push(piped);
    piped = isFunction(head) ? call(head, args, action) : literal(head, args, data, action);
  }
  return piped ?? "";
}

const isFunction = (word: string): boolean =>
  word === "printf" || Object.hasOwn(NUMERIC, word) || Object.hasOwn(TEXTUAL, word);

function literal(word: string, args: readonly Value[], data: TemplateData, action: string): Value {
  if (args.length > 0)
    throw new InvalidError(`{{ ${action} }}: ${word} is not a function that templates know.`);
  return term(word, data, action);
}

function term(word: string, { labels, value }: TemplateData, action: string): Value {
  if (word === "$value" || word === ".Value") return value;
  const label = /^(?:\$labels|\.Labels)\.([a-zA-Z_]\w*)$/.exec(word)?.[1];
  if (label !== undefined) return labelValue(labels, label);
  if (word.startsWith('"')) return unquote(word, action);
  if (word.startsWith("`")) return word.slice(1, -1);
  const number = Number(word);
  if (!Number.isNaN(number)) return number;
  throw new InvalidError(`{{ ${action} }}: ${word} is not known; use $value or $labels.name.`);
}

function unquote(word: string, action: string): string {
  try {
    return JSON.parse(word) as string; // Safe because TOKEN matched a closed quoted string.
  } catch {
    throw new InvalidError(`{{ ${action} }}: ${word} has an escape that is not known.`);
  }
}

function call(name: string, args: readonly Value[], action: string): Value {
  if (name === "printf") return printf(args, action);
  const [arg, ...more] = args;
  if (arg === undefined || more.length > 0)
    throw new InvalidError(`{{ ${action} }}: ${name} takes one value.`);
  const textual = TEXTUAL[name];
  if (textual !== undefined) return textual(String(arg));
  const number = Number(arg);
  const numeric = NUMERIC[name];
  if (numeric === undefined || (typeof arg === "string" && (arg === "" || Number.isNaN(number))))
    throw new InvalidError(`{{ ${action} }}: ${name} needs a number, got ${JSON.stringify(arg)}.`);
  return numeric(number);
}

function printf([format, ...args]: readonly Value[], action: string): string {
  if (typeof format !== "string")
    throw new InvalidError(`{{ ${action} }}: printf needs a format string first.`);
  let next = 0;
  return format.replace(/%(?:(%)|(?:\.(\d+))?([a-zA-Z]))/g, (verb, percent, digits, kind: string) => {
    if (percent !== undefined) return "%";
    const arg = args[next];
    next += 1;
    if (arg === undefined) throw new InvalidError(`{{ ${action} }}: printf has no value for ${verb}.`);
    if (kind === "s" || kind === "v") return typeof arg === "number" ? formatGoGeneral(arg) : arg;
    const places = digits === undefined ? 6 : Number(digits);
    if (kind === "f") return Number(arg).toFixed(places);
    if (kind === "d") return String(Math.trunc(Number(arg)));
    if (kind === "g") return digits === "4" ? fourDigits(Number(arg)) : formatGoGeneral(Number(arg));
    throw new InvalidError(`{{ ${action} }}: printf knows %s %v %f %d %g %%, not ${verb}.`);
  });
}

/** A label set in which every label is there; a number and a text at once, so that every function takes it. */
const ANY_LABELS: TemplateData["labels"] = new Proxy(
  {},
  {
    get: () => "1",
    getOwnPropertyDescriptor: () => ({ value: "1", enumerable: true, configurable: true }),
  },
);

/** Why a template cannot be filled, whatever the alarm, or null. */
export function checkTemplate(text: string): string | null {
  try {
    expandTemplate(text, { labels: ANY_LABELS, value: 1 });
    return null;
  } catch (error) {
    if (error instanceof InvalidError) return error.message;
    throw error;
  }
}
