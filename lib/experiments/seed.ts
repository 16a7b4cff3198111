import { experiments } from "@/db/schema/experiments";
import type { Context } from "@/lib/core/context";
import { experimentPlanSchema } from "./schemas";
import { SEED_EXPERIMENTS } from "./seed-plans";

/**
 * Writes the first experiments. One whose slug is there already is left as it is: people may have changed it.
 *
 * @returns how many were new.
 */
export async function seedExperiments(ctx: Context): Promise<number> {
  const written = await ctx.db
    .insert(experiments)
    .values(SEED_EXPERIMENTS.map((seed) => ({ ...seed, plan: experimentPlanSchema.parse(seed.plan) })))
    .onConflictDoNothing({ target: experiments.slug })
    .returning({ id: experiments.id });
  return written.length;
}
