import type { UnixMs } from "@/lib/core/time";
import type { CheckedResource, RiskCheck } from "./check";
import type { CheckedPair } from "./score";

/** Values by resource of one check's metric, by product: what the store answered. */
export type MetricValues = ReadonlyMap<string, ReadonlyMap<string, number>>;

export const metricKey = (checkId: string, product: string): string => `${checkId}/${product}`;

export interface OpenFinding {
  checkId: string;
  resourceId: string;
  evidence: Record<string, unknown>;
}

export interface RunChecksInput {
  checks: readonly RiskCheck[];
  resources: readonly CheckedResource[];
  values: MetricValues;
  /** What the last scan left open. */
  open: readonly OpenFinding[];
  now: UnixMs;
}

/**
 * All checks on all resources that they look at. A pair that cannot be decided now but has an open finding stays failed,
 * with its old evidence marked as stale: a risk does not go away because nobody can see it any more.
 */
export function runChecks({ checks, resources, values, open, now }: RunChecksInput): CheckedPair[] {
  const before = new Map(
    open.map((finding) => [`${finding.checkId}/${finding.resourceId}`, finding.evidence]),
  );
  return checks.flatMap((check) =>
    resources
      .filter(({ product }) => check.products.includes(product))
      .map((resource): CheckedPair => {
        const value = values.get(metricKey(check.id, resource.product))?.get(resource.id);
        const outcome = check.decide({ resource, value, now });
        const pair = { check, resourceId: resource.id };
        const query = check.metric?.(resource.product);
        if (outcome.state === "passed") return { ...pair, state: "passed", evidence: {} };
        if (outcome.state === "failed")
          return { ...pair, state: "failed", evidence: { ...outcome.evidence, ...(query && { query }) } };
        const stale = before.get(`${check.id}/${resource.id}`);
        return stale
          ? { ...pair, state: "failed", evidence: { ...stale, stale: true } }
          : { ...pair, state: "unknown", evidence: { missing: outcome.missing } };
      }),
  );
}
