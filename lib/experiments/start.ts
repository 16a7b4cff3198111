import { eq, notInArray, or, sql } from "drizzle-orm";
import { experiments, runs } from "@/db/schema/experiments";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { publishLive } from "@/lib/live/publish";
import { checkPlan } from "./check-plan";
import { TERMINAL_RUN_STATES } from "./constants";
import { readRun } from "./get-run";
import { resolveTargets } from "./resolve-targets";
import { type ExperimentId, experimentIdSchema, type RunView } from "./schemas";

/**
 * Queues a run of an experiment; the worker carries it out. One run at a time: two faults at once, and no verdict could
 * tell whose alarm it saw.
 *
 * @returns the run, `queued`, its targets resolved.
 * @throws ForbiddenError when the actor is below `operator`; NotFoundError when no experiment has this id or slug;
 *   InvalidError when its plan cannot be carried out; ConflictError while another run is open.
 */
export async function startExperiment(ctx: Context, input: ExperimentId): Promise<RunView> {
  requireRole(ctx, "operator");
  const { id } = experimentIdSchema.parse(input);
  const [experiment] = await ctx.db
    .select()
    .from(experiments)
    .where(or(eq(experiments.slug, id), eq(sql`${experiments.id}::text`, id)));
  if (!experiment) throw new NotFoundError("experiment", id);
  const plan = checkPlan(await resolveTargets(ctx, experiment.plan));

  return ctx.db.transaction(async (tx) => {
    // Two starts at the same moment wait for each other here, and the second one sees the run of the first.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('experiments.start'))`);
    const [open] = await tx
      .select({ id: runs.id, slug: experiments.slug })
      .from(runs)
      .innerJoin(experiments, eq(runs.experimentId, experiments.id))
      .where(notInArray(runs.state, [...TERMINAL_RUN_STATES]))
      .limit(1);
    if (open)
      throw new ConflictError("experiment", experiment.slug, `has to wait: a run of ${open.slug} is open`);
    const [run] = await tx
      .insert(runs)
      .values({
        experimentId: experiment.id,
        plan,
        requestedBy: ctx.actor.name,
        createdAt: new Date(ctx.now()),
      })
      .returning({ id: runs.id });
    if (!run) throw new NotFoundError("run", experiment.slug);
    const after = { experiment: experiment.slug, run: run.id, steps: plan.steps };
    await recordAudit(tx, ctx, { action: "experiment.start", subject: experiment.id, after });
    await publishLive(tx, { topic: "runs", key: run.id });
    return readRun(tx, run.id);
  });
}
