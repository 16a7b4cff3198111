import { eq, type SQL } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { resources } from "@/db/schema/resources";
import { simulatorTargets } from "@/db/schema/simulator";
import type { Context } from "@/lib/core/context";
import { InvalidError, NotFoundError } from "@/lib/core/errors";
import { findFault } from "@/lib/products/catalogue";
import type { FaultTarget, TargetState, Text } from "@/lib/products/types";

/** The resources with their states of now; those that are not simulated are left out. */
async function readTargets(ctx: Context, where: SQL): Promise<FaultTarget[]> {
  const { id, product, cluster, spec } = resources;
  return ctx.db
    .select({ id, product, cluster, spec, state: simulatorTargets.state })
    .from(resources)
    .innerJoin(simulatorTargets, eq(simulatorTargets.resourceId, id))
    .where(where);
}

/**
 * Why this fault must not start on this resource now, or null.
 *
 * @throws NotFoundError for an unknown fault or resource; InvalidError for parameters out of their bounds.
 */
async function refuse(
  ctx: Context,
  request: { faultId: string; resourceId: string; parameters: Record<string, unknown> },
): Promise<Text | null> {
  const { faultId, resourceId, parameters } = request;
  const fault = findFault(faultId);
  if (!fault) throw new NotFoundError("fault", faultId);
  const parsed = fault.parameters.safeParse(parameters);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
    throw new InvalidError(`The parameters of ${faultId} are not valid. ${wrong}.`, { place: "parameters" });
  }
  const [target] = await readTargets(ctx, eq(resources.id, resourceId));
  if (!target) throw new NotFoundError("simulated resource", resourceId);
  if (target.product !== fault.product)
    return {
      en: `${faultId} acts on ${fault.product}, and ${resourceId} is of ${target.product}.`,
      zh: `${faultId} 作用于 ${fault.product}，而 ${resourceId} 属于 ${target.product}。`,
    };
  if (!fault.refuse) return null;
  const peers = target.cluster === null ? [] : await readTargets(ctx, eq(resources.cluster, target.cluster));
  return fault.refuse(
    target,
    peers.filter((peer) => peer.id !== resourceId),
  );
}

/**
 * Where simulated faults act. The world reads each lease's row itself, in each tick: a fault acts from `activeFrom` until
 * `undoneAt` or the deadline, whichever comes first, so a dead runner cannot keep it alive. Telling it is therefore
 * writing the row, which the caller does in the same transaction; nothing is left to do in `apply` and `undo`.
 */
export const simulatedTargets = {
  refuse,
  readState: async (ctx: Context, resourceId: string): Promise<TargetState["compared"]> => {
    const [row] = await ctx.db
      .select({ state: simulatorTargets.state })
      .from(simulatorTargets)
      .where(eq(simulatorTargets.resourceId, resourceId));
    if (!row) throw new NotFoundError("simulated resource", resourceId);
    return row.state.compared;
  },
  apply: (_tx: Transaction, _injectionId: string, _at: number): Promise<void> => Promise.resolve(),
  undo: (_tx: Transaction, _injectionId: string, _at: number): Promise<void> => Promise.resolve(),
};
