import type { Context } from "@/lib/core/context";
import type { ExperimentPlan } from "./schemas";

/** The plan with the targets that its expressions name now; a step that names none has none. */
export async function resolveTargets(ctx: Context, plan: ExperimentPlan): Promise<ExperimentPlan> {
  const steps = await Promise.all(
    plan.steps.map(async (step) => ({
      ...step,
      targets: [...new Set([...step.targets, ...(await namedBy(ctx, step.targetExpr))])],
    })),
  );
  return { ...plan, steps };
}

async function namedBy(ctx: Context, expr: string | undefined): Promise<string[]> {
  if (expr === undefined) return [];
  const value = await ctx.metrics.query(expr, ctx.now());
  if (value.type !== "vector") return [];
  return value.samples.flatMap(({ labels }) => labels["resource"] ?? []);
}
