import type { UnixMs } from "@/lib/core/time";
import type { Text } from "@/lib/products/types";
import type { FindingLevel, Pillar } from "./constants";

/** What a check reads of a resource. */
export interface CheckedResource {
  id: string;
  product: string;
  spec: Readonly<Record<string, unknown>>;
}

export interface CheckInput {
  resource: CheckedResource;
  /** Value of the check's metric for this resource; undefined: no sample. */
  value: number | undefined;
  now: UnixMs;
}

/** `unknown` is neither passed nor failed: what had to be read was not there. */
export type CheckOutcome =
  | { state: "passed" }
  | { state: "failed"; evidence: Record<string, unknown> }
  | { state: "unknown"; missing: string };

export interface RiskCheck {
  id: string;
  title: Text;
  why: Text;
  advice: Text;
  pillar: Pillar;
  level: FindingLevel;
  /** Its share of the score against the other checks, with the reason. */
  weight: { value: number; reason: string };
  /** Products whose resources it looks at. */
  products: readonly string[];
  /** PromQL that yields one value a resource, by the label `resource`, for `input.value`. */
  metric?: (product: string) => string;
  /** Unit of `metric`. */
  unit?: string;
  decide: (input: CheckInput) => CheckOutcome;
}

/**
 * Weights, our choice: a high risk can end the business (data gone, nobody to take over), a medium one can hurt it (slow,
 * or one mistake away from a high one), a low one makes trouble harder to handle. Each step counts twice the one below.
 */
export const WEIGHT_OF = {
  high: { value: 4, reason: "A high risk: it can take the business down, or its data away." },
  medium: {
    value: 2,
    reason: "A medium risk, half of a high one: slow, or one mistake away from an outage.",
  },
  low: { value: 1, reason: "A low risk, half of a medium one: it makes trouble harder to handle." },
} as const satisfies Record<FindingLevel, { value: number; reason: string }>;

/** Fails when an attribute of the spec is not as it should be; unknown when it is not there or of another type. */
export function decideAttribute<T>(
  { resource }: CheckInput,
  name: string,
  read: (value: unknown) => T | undefined,
  isGood: (value: T) => boolean,
  limit: unknown,
): CheckOutcome {
  const value = read(resource.spec[name]);
  if (value === undefined) return { state: "unknown", missing: `spec.${name}` };
  return isGood(value)
    ? { state: "passed" }
    : { state: "failed", evidence: { attribute: `spec.${name}`, value, limit } };
}

/** Fails when the metric is above the limit; unknown without a sample. */
export function decideAbove({ value }: CheckInput, limit: number, unit: string): CheckOutcome {
  if (value === undefined || Number.isNaN(value)) return { state: "unknown", missing: "metric" };
  return value > limit ? { state: "failed", evidence: { value, limit, unit } } : { state: "passed" };
}

export const asNumber = (value: unknown): number | undefined =>
  typeof value === "number" ? value : undefined;
export const asBoolean = (value: unknown): boolean | undefined =>
  typeof value === "boolean" ? value : undefined;
/** How many entries a list has. */
export const asCount = (value: unknown): number | undefined =>
  Array.isArray(value) ? value.length : undefined;
