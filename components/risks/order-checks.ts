import type { CheckResult } from "@/lib/risk/schemas";

/** Governance order: what takes most points first, then what could take most; checks that found nothing come last. */
export function orderChecks(checks: readonly CheckResult[]): CheckResult[] {
  return [...checks].sort(
    (a, b) => b.points - a.points || b.weight - a.weight || a.checkId.localeCompare(b.checkId),
  );
}
