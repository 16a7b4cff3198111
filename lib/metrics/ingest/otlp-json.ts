import { InvalidError } from "@/lib/core/errors";
import {
  PartBudget,
  toMs,
  VALUE_DEPTH_MAX,
  type HistogramPoint,
  type NumberPoint,
  type OtlpAttribute,
  type OtlpData,
  type OtlpMetric,
  type OtlpResource,
  type OtlpScope,
  type SummaryPoint,
} from "./otlp-model";
import { OtlpMap, valueText, type OtlpValue } from "./otlp-value-text";

/**
 * Reads the JSON encoding of an `ExportMetricsServiceRequest`: names in lowerCamelCase, 64-bit integers as text or
 * numbers, enums as numbers or names, unknown names skipped. By hand and not by a schema, because it stops at the first fault and
 * counts parts as it goes: a hostile body makes millions of either.
 *
 * @throws InvalidError with the path when the body is malformed; LimitError when it has too many parts.
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function decodeOtlpJson(text: string): OtlpResource[] {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new InvalidError(`The body is not JSON: ${cause instanceof Error ? cause.message : ""}`, {
      cause,
      place: "body",
    });
  }
  return new Node(body, "", new PartBudget()).list("resourceMetrics").map(readResource);
}

const readResource = (node: Node): OtlpResource => ({
  attributes: readAttributes(node.object("resource")),
  scopes: node.list("scopeMetrics").map(readScope),
});

function readScope(node: Node): OtlpScope {
  const scope = node.object("scope");
  return {
    name: scope?.text("name") ?? "",
    version: scope?.text("version") ?? "",
    schemaUrl: node.text("schemaUrl"),
    attributes: readAttributes(scope),
    metrics: node.list("metrics").map(readMetric),
  };
}

/** Named in protobuf's JSON mapping; OTLP asks for numbers, older senders write names. */
const TEMPORALITY_NAMES = [
  "AGGREGATION_TEMPORALITY_UNSPECIFIED",
  "AGGREGATION_TEMPORALITY_DELTA",
  "AGGREGATION_TEMPORALITY_CUMULATIVE",
];

const readMetric = (node: Node): OtlpMetric => ({
  name: node.text("name"),
  description: node.text("description"),
  unit: node.text("unit"),
  data: readData(node),
});

function readData(node: Node): OtlpData | null {
  const points = (of: Node) => of.list("dataPoints");
  const gauge = node.object("gauge");
  if (gauge) return { kind: "gauge", points: points(gauge).map(readNumberPoint) };
  const sum = node.object("sum");
  if (sum)
    return {
      kind: "sum",
      points: points(sum).map(readNumberPoint),
      temporality: sum.enumeration("aggregationTemporality", TEMPORALITY_NAMES),
      isMonotonic: sum.boolean("isMonotonic"),
    };
  const histogram = node.object("histogram");
  if (histogram)
    return {
      kind: "histogram",
      points: points(histogram).map(readHistogramPoint),
      temporality: histogram.enumeration("aggregationTemporality", TEMPORALITY_NAMES),
    };
  const exponential = node.object("exponentialHistogram");
  if (exponential) return { kind: "exponential histogram", points: { length: points(exponential).length } };
  const summary = node.object("summary");
  return summary ? { kind: "summary", points: points(summary).map(readSummaryPoint) } : null;
}

const readPoint = (node: Node) => ({
  attributes: readAttributes(node),
  start: toMs(node.integer("startTimeUnixNano") ?? 0n),
  t: toMs(node.integer("timeUnixNano") ?? 0n),
  flags: node.number("flags"),
});

function readNumberPoint(node: Node): NumberPoint {
  const asInt = node.integer("asInt");
  return { ...readPoint(node), value: asInt === null ? node.double("asDouble") : Number(asInt) };
}

const readHistogramPoint = (node: Node): HistogramPoint => ({
  ...readPoint(node),
  count: Number(node.integer("count") ?? 0n),
  sum: node.double("sum"),
  bucketCounts: node.list("bucketCounts").map((bucket) => Number(bucket.asInteger())),
  bounds: node.list("explicitBounds").map((bound) => bound.asDouble()),
});

const readSummaryPoint = (node: Node): SummaryPoint => ({
  ...readPoint(node),
  count: Number(node.integer("count") ?? 0n),
  sum: node.double("sum") ?? 0,
  quantiles: node.list("quantileValues").map((at) => ({
    quantile: at.double("quantile") ?? 0,
    value: at.double("value") ?? 0,
  })),
});

const readAttributes = (node: Node | null): OtlpAttribute[] =>
  node === null
    ? []
    : node.list("attributes").map((pair) => [pair.text("key"), valueText(readValueOf(pair, 0))]);

function readValueOf(pair: Node, depth: number): OtlpValue {
  const value = pair.object("value");
  return value === null ? null : readValue(value, depth);
}

function readValue(node: Node, depth: number): OtlpValue {
  if (depth > VALUE_DEPTH_MAX) throw node.fault("is nested too deeply");
  if (node.has("stringValue")) return node.text("stringValue");
  if (node.has("boolValue")) return node.boolean("boolValue");
  if (node.has("intValue")) return node.integer("intValue");
  if (node.has("doubleValue")) return node.double("doubleValue");
  if (node.has("bytesValue")) return node.text("bytesValue");
  const items = node.object("arrayValue");
  if (items) return items.list("values").map((item) => readValue(item, depth + 1));
  const map = node.object("kvlistValue");
  if (!map) return null;
  return new OtlpMap(map.list("values").map((pair) => [pair.text("key"), readValueOf(pair, depth + 1)]));
}

/** A place in the body. `null` is the same as nothing, as protobuf's JSON mapping has it. */
class Node {
  readonly #value: unknown;
  readonly #path: string;
  readonly #budget: PartBudget;

  constructor(value: unknown, path: string, budget: PartBudget) {
    this.#value = value;
    this.#path = path;
    this.#budget = budget;
  }

  fault(what: string): InvalidError {
    const place = this.#path === "" ? "body" : this.#path.slice(1);
    return new InvalidError(`${place} ${what}.`, { place });
  }

  has(name: string): boolean {
    return this.#at(name) !== null;
  }

  object(name: string): Node | null {
    const value = this.#at(name);
    return value === null ? null : this.#child(name, value);
  }

  list(name: string): Node[] {
    const value = this.#at(name);
    if (value === null) return [];
    if (!Array.isArray(value)) throw this.#child(name, value).fault("must be a list");
    // Before the nodes are made: the list may be as long as the body.
    this.#budget.take(value.length);
    return value.map((item, i) => new Node(item, `${this.#path}.${name}.${i}`, this.#budget));
  }

  text(name: string): string {
    const value = this.#at(name);
    if (value === null) return "";
    if (typeof value !== "string") throw this.#child(name, value).fault("must be a string");
    return value.toWellFormed();
  }

  boolean(name: string): boolean {
    const value = this.#at(name);
    if (value !== null && typeof value !== "boolean")
      throw this.#child(name, value).fault("must be true or false");
    return value ?? false;
  }

  /** A number, or the name that stands for it. */
  enumeration(name: string, names: readonly string[]): number {
    const number = names.indexOf(String(this.#at(name)));
    return number >= 0 ? number : this.number(name);
  }

  /** A small number, such as flags. */
  number(name: string): number {
    return Number(this.integer(name) ?? 0n);
  }

  integer(name: string): bigint | null {
    const value = this.#at(name);
    return value === null ? null : this.#child(name, value).asInteger();
  }

  double(name: string): number | null {
    const value = this.#at(name);
    return value === null ? null : this.#child(name, value).asDouble();
  }

  asInteger(): bigint {
    const value = this.#value;
    const isInteger = typeof value === "string" ? /^-?\d{1,20}$/.test(value) : Number.isInteger(value);
    if (!isInteger) throw this.fault("must be an integer");
    return BigInt(value as string | number);
  }

  asDouble(): number {
    const value = this.#value;
    if (typeof value === "number") return value;
    const isNumber =
      typeof value === "string" && /^(NaN|-?Infinity|-?\d+(\.\d+)?([eE][+-]?\d+)?)$/.test(value);
    if (!isNumber) throw this.fault("must be a number");
    return Number(value);
  }

  #child(name: string, value: unknown): Node {
    return new Node(value, `${this.#path}.${name}`, this.#budget);
  }

  #at(name: string): unknown {
    const value = this.#value;
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw this.fault("must be an object");
    return (value as Record<string, unknown>)[name] ?? null;
  }
}
