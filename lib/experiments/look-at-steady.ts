import type { Context } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { type Judgement, judgeSteady } from "./judge-steady";
import type { ExperimentPlan, SteadyResult } from "./schemas";

/**
 * Evaluates steady states now. An expression that can never be evaluated is one that cannot be seen.
 *
 * @throws what may be better at the next try: a store that is away says nothing about the world.
 */
export function lookAtSteady(
  ctx: Context,
  checks: ExperimentPlan["steadyState"],
  when: SteadyResult["when"],
): Promise<SteadyResult[]> {
  const at = ctx.now();
  return Promise.all(
    checks.map(async ({ title, titleZh, expr, unit, min, max }) => {
      const judged = await ctx.metrics.query(expr, at).then(
        (value) => judgeSteady(value, { min, max }),
        (error: unknown) => unseenWhenHopeless(error),
      );
      return { title, titleZh, expr, when, at, ...judged, ...(unit !== undefined && { unit }) };
    }),
  );
}

/** Nothing was seen, when asking again would not help. @throws the error when it would. */
export function unseenWhenHopeless(error: unknown): Judgement {
  if (error instanceof AppError && !error.retryable) return { held: null, value: null };
  throw error;
}
