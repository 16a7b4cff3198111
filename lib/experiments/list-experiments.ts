import { asc, desc } from "drizzle-orm";
import { experiments, runs } from "@/db/schema/experiments";
import type { Context } from "@/lib/core/context";
import { resolveTargets } from "./resolve-targets";
import type { ExperimentView } from "./schemas";
import { viewExperiment } from "./view";

/** All experiments, drills first, each with its last run and the targets that it would have now. */
export async function listExperiments(ctx: Context): Promise<{ experiments: ExperimentView[] }> {
  const [rows, last] = await Promise.all([
    ctx.db.select().from(experiments).orderBy(desc(experiments.drill), asc(experiments.slug)),
    ctx.db.selectDistinctOn([runs.experimentId]).from(runs).orderBy(runs.experimentId, desc(runs.createdAt)),
  ]);
  const lastRun = new Map(last.map((run) => [run.experimentId, run]));
  const views = rows.map(async (row) => {
    // A plan can be read even while metrics cannot.
    const plan = await resolveTargets(ctx, row.plan).catch(() => row.plan);
    return viewExperiment(row, plan, lastRun.get(row.id));
  });
  return { experiments: await Promise.all(views) };
}
