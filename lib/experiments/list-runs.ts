import { and, desc, eq, gte, inArray, isNull, lte, or } from "drizzle-orm";
import { experiments, injections, runs } from "@/db/schema/experiments";
import type { Context } from "@/lib/core/context";
import { InvalidError } from "@/lib/core/errors";
import { type RunView, type WindowQuery, windowQuerySchema } from "./schemas";
import { viewRun } from "./view";

/** More runs than this in one answer can be neither read nor drawn; our choice. */
const RUNS_MAX = 500;

const injectedInto = (ctx: Context, resource: string) =>
  inArray(
    runs.id,
    ctx.db.select({ id: injections.runId }).from(injections).where(eq(injections.resourceId, resource)),
  );

/**
 * Runs that touch the window, newest first, at most 500.
 *
 * @throws InvalidError when the window is reversed.
 */
export async function listRuns(ctx: Context, input: WindowQuery): Promise<{ runs: RunView[] }> {
  const { from, to, resource } = windowQuerySchema.parse(input);
  if (from > to) throw new InvalidError("`from` lies after `to`.", { place: "from" });
  const rows = await ctx.db
    .select({ run: runs, experiment: experiments })
    .from(runs)
    .innerJoin(experiments, eq(runs.experimentId, experiments.id))
    .where(
      and(
        lte(runs.createdAt, new Date(to)),
        or(isNull(runs.endedAt), gte(runs.endedAt, new Date(from))),
        resource === undefined ? undefined : injectedInto(ctx, resource),
      ),
    )
    .orderBy(desc(runs.createdAt))
    .limit(RUNS_MAX);
  const ids = rows.map(({ run }) => run.id);
  const leases =
    ids.length === 0 ? [] : await ctx.db.select().from(injections).where(inArray(injections.runId, ids));
  const byRun = Map.groupBy(leases, (lease) => lease.runId);
  return { runs: rows.map(({ run, experiment }) => viewRun(run, experiment, byRun.get(run.id) ?? [])) };
}
