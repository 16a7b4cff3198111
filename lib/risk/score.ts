import type { RiskCheck } from "./check";
import type { FindingLevel } from "./constants";

/** What one check made of one resource. */
export interface CheckedPair {
  check: Pick<RiskCheck, "id" | "level" | "weight">;
  resourceId: string;
  state: "passed" | "failed" | "unknown";
  evidence: Record<string, unknown>;
}

export interface ScoredFinding {
  checkId: string;
  resourceId: string;
  level: FindingLevel;
  points: number;
  evidence: Record<string, unknown>;
}

export interface Score {
  /** 0 to 100; null when nothing could be decided. */
  score: number | null;
  /** Pairs that were decided. */
  checked: number;
  failed: number;
  unknown: number;
  findings: ScoredFinding[];
  /** By check: how many points it may take at most, and takes. */
  byCheck: Map<string, { weight: number; checked: number; failed: number; unknown: number; points: number }>;
}

/**
 * The health score: 100 minus the points of all findings.
 *
 * With w(c) the weight of a check and n(c) the number of resources on which it could be decided, a finding of it takes
 *
 *     points = 100 / W * w(c) / n(c),   W = sum of w(c) over the checks with n(c) > 0
 *
 * so a check that fails everywhere takes its whole share 100 * w(c) / W, all checks failing everywhere leave 0, and none
 * failing leaves 100. It is the weighted share of what was found in order.
 *
 * Our choice, because: every point belongs to one finding, and mending one can only raise the score; ten bad instances of
 * ten are as bad as one of one, so adding sound resources cannot hide a product that is bad throughout; what could not be
 * decided is on neither side of the fraction, so it is never counted as passed, and is shown beside the score.
 */
export function scorePairs(pairs: readonly CheckedPair[]): Score {
  const groups = [...Map.groupBy(pairs, ({ check }) => check.id).values()];
  const decided = groups.filter((own) => own.some(({ state }) => state !== "unknown"));
  const total = decided.reduce((sum, own) => sum + weightOf(own), 0);
  const byCheck: Score["byCheck"] = new Map();
  const findings: ScoredFinding[] = [];
  for (const own of groups) {
    const checked = own.filter(({ state }) => state !== "unknown").length;
    const failed = own.filter(({ state }) => state === "failed");
    const weight = checked === 0 ? 0 : (100 * weightOf(own)) / total;
    const points = checked === 0 ? 0 : weight / checked;
    for (const { check, resourceId, evidence } of failed)
      findings.push({ checkId: check.id, resourceId, level: check.level, points, evidence });
    const id = own[0]?.check.id ?? "";
    const unknown = own.length - checked;
    byCheck.set(id, { weight, checked, failed: failed.length, unknown, points: points * failed.length });
  }
  const taken = findings.reduce((sum, { points }) => sum + points, 0);
  const checked = pairs.filter(({ state }) => state !== "unknown").length;
  return {
    score: checked === 0 ? null : Math.min(100, Math.max(0, 100 - taken)),
    checked,
    failed: findings.length,
    unknown: pairs.length - checked,
    findings,
    byCheck,
  };
}

const weightOf = (own: readonly CheckedPair[]): number => own[0]?.check.weight.value ?? 0;
