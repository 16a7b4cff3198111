import type { Context } from "@/lib/core/context";
import { judgeSteady } from "./judge-steady";
import type { ExperimentPlan, SteadyResult } from "./schemas";

/** Evaluates steady states now. @throws what the store throws: a failed query says nothing about the world. */
export function lookAtSteady(
  ctx: Context,
  checks: ExperimentPlan["steadyState"],
  when: SteadyResult["when"],
): Promise<SteadyResult[]> {
  const at = ctx.now();
  return Promise.all(
    checks.map(async ({ title, titleZh, expr, unit, min, max }) => {
      const judged = judgeSteady(await ctx.metrics.query(expr, at), { min, max });
      return { title, titleZh, expr, when, at, ...judged, ...(unit !== undefined && { unit }) };
    }),
  );
}
