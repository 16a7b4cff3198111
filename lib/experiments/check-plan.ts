import { InvalidError } from "@/lib/core/errors";
import { findFault } from "@/lib/products/catalogue";
import type { ExperimentPlan } from "./schemas";

/** More targets at once than this is beyond what one run may break; the product promises 500. */
const TARGETS_MAX = 500;

/**
 * Whether a plan, its targets resolved, can be carried out at all, and its faults' parameters with their defaults.
 *
 * @throws InvalidError naming the step and what is wrong with it.
 */
export function checkPlan(plan: ExperimentPlan): ExperimentPlan {
  const steps = plan.steps.map((step, index) => {
    const place = `steps.${index}`;
    const fault = findFault(step.faultId);
    if (!fault)
      throw new InvalidError(`There is no fault ${JSON.stringify(step.faultId)}.`, {
        place: `${place}.faultId`,
      });
    if (step.targets.length === 0 || step.targets.length > TARGETS_MAX)
      throw new InvalidError(
        `Step ${index + 1} has ${step.targets.length} targets; it needs 1 to ${TARGETS_MAX}.`,
        { place: `${place}.targets` },
      );
    if (step.durationS > fault.durationS.max)
      throw new InvalidError(`${fault.title.en} may last ${fault.durationS.max} s at most.`, {
        place: `${place}.durationS`,
      });
    const parameters = fault.parameters.safeParse(step.parameters);
    if (!parameters.success) throw badParameters(parameters.error, place);
    return { ...step, parameters: parameters.data };
  });
  return { ...plan, steps };
}

function badParameters(
  error: { issues: readonly { path: PropertyKey[]; message: string }[] },
  place: string,
): InvalidError {
  const [issue] = error.issues;
  const path = [place, "parameters", ...(issue?.path ?? []).map(String)].join(".");
  return new InvalidError(`A parameter of the fault is wrong: ${issue?.message ?? "unknown"}.`, {
    place: path,
  });
}
