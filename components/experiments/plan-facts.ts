import type { ExperimentPlan } from "@/lib/experiments/schemas";
import { findFault } from "@/lib/products/catalogue";
import type { FaultDefinition } from "@/lib/products/types";

export interface PlanFacts {
  /** Without repetition, in the order of the steps. */
  targets: string[];
  /** PromQL that chooses further targets when a run starts. */
  targetExprs: string[];
  faults: FaultDefinition[];
  /** Ids that this version of the catalogue does not know. */
  unknownFaults: string[];
  /** The longest step: steps run side by side. */
  durationS: number;
  /** The worst of the faults. */
  risk: FaultDefinition["risk"];
}

/** What a plan does, for a reader who is about to start it. */
export function planFacts(plan: ExperimentPlan): PlanFacts {
  const ids = [...new Set(plan.steps.map((step) => step.faultId))];
  const faults = ids.flatMap((id) => findFault(id) ?? []);
  return {
    targets: [...new Set(plan.steps.flatMap((step) => step.targets))],
    targetExprs: [...new Set(plan.steps.flatMap((step) => step.targetExpr ?? []))],
    faults,
    unknownFaults: ids.filter((id) => findFault(id) === undefined),
    durationS: Math.max(...plan.steps.map((step) => step.durationS)),
    risk: faults.reduce<FaultDefinition["risk"]>((worst, { risk }) => (risk > worst ? risk : worst), 1),
  };
}
