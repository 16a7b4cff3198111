import { asc, eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { experiments, injections, runs } from "@/db/schema/experiments";
import type { Context } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { type RunId, runIdSchema, type RunView } from "./schemas";
import { viewRun } from "./view";

/** One run with its leases and, once it ended, its report. @throws NotFoundError when no run has this id. */
export function getRun(ctx: Context, input: RunId): Promise<RunView> {
  return readRun(ctx.db, runIdSchema.parse(input).id);
}

export async function readRun(db: Database | Transaction, id: string): Promise<RunView> {
  const [row] = await db
    .select({ run: runs, experiment: experiments })
    .from(runs)
    .innerJoin(experiments, eq(runs.experimentId, experiments.id))
    .where(eq(runs.id, id));
  if (!row) throw new NotFoundError("run", id);
  const leases = await db
    .select()
    .from(injections)
    .where(eq(injections.runId, id))
    .orderBy(asc(injections.stepIndex), asc(injections.id));
  return viewRun(row.run, row.experiment, leases);
}
