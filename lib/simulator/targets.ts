import { eq, inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { resources } from "@/db/schema/resources";
import type { Context } from "@/lib/core/context";
import { InvalidError, NotFoundError } from "@/lib/core/errors";
import { findFault } from "@/lib/products/catalogue";
import type { FaultTarget, TargetState, Text } from "@/lib/products/types";
import { PLAYED_FAULTS } from "./effects";
import { readWorld } from "./store-world";
import { targetState, type World } from "./world";

async function requireWorld(ctx: Context): Promise<World> {
  const world = await readWorld(ctx.db);
  if (!world) throw new NotFoundError("simulated resource; the simulator", "has not begun");
  return world;
}

function requireState(world: World, id: string): TargetState {
  const state = targetState(world, id);
  if (!state) throw new NotFoundError("simulated resource", id);
  return state;
}

/** The resources with their states of now; those that are not simulated are left out. */
async function readTargets(ctx: Context, world: World, ids: readonly string[]): Promise<FaultTarget[]> {
  const rows = await ctx.db
    .select()
    .from(resources)
    .where(inArray(resources.id, [...ids]));
  return rows.flatMap(({ id, product, cluster, spec }) => {
    const state = targetState(world, id);
    return state ? [{ id, product, cluster, spec, state }] : [];
  });
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
  if (!fault || !PLAYED_FAULTS.includes(faultId)) throw new NotFoundError("fault", faultId);
  const parsed = fault.parameters.safeParse(parameters);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
    throw new InvalidError(`The parameters of ${faultId} are not valid. ${wrong}.`, { place: "parameters" });
  }
  const world = await requireWorld(ctx);
  const [target] = await readTargets(ctx, world, [resourceId]);
  if (!target) throw new NotFoundError("simulated resource", resourceId);
  if (target.product !== fault.product)
    return {
      en: `${faultId} acts on ${fault.product}, and ${resourceId} is of ${target.product}.`,
      zh: `${faultId} 作用于 ${fault.product}，而 ${resourceId} 属于 ${target.product}。`,
    };
  if (!fault.refuse) return null;
  const peers = target.cluster === null ? [] : await membersOf(ctx, world, target.cluster);
  return fault.refuse(
    target,
    peers.filter((peer) => peer.id !== resourceId),
  );
}

async function membersOf(ctx: Context, world: World, cluster: string): Promise<FaultTarget[]> {
  const rows = await ctx.db
    .select({ id: resources.id })
    .from(resources)
    .where(eq(resources.cluster, cluster));
  return readTargets(
    ctx,
    world,
    rows.map(({ id }) => id),
  );
}

/**
 * Where simulated faults act. The world reads each lease's row itself, in each tick: a fault acts from `activeFrom` until
 * `undoneAt` or the deadline, whichever comes first, so a dead runner cannot keep it alive. Telling it is therefore
 * writing the row, which the caller does in the same transaction; nothing is left to do in `apply` and `undo`.
 */
export const simulatedTargets = {
  refuse,
  readState: async (ctx: Context, resourceId: string): Promise<TargetState["compared"]> =>
    requireState(await requireWorld(ctx), resourceId).compared,
  apply: (_tx: Transaction, _injectionId: string, _at: number): Promise<void> => Promise.resolve(),
  undo: (_tx: Transaction, _injectionId: string, _at: number): Promise<void> => Promise.resolve(),
};
