import { SECOND_MS, type UnixMs } from "@/lib/core/time";
import { findProduct } from "@/lib/products/catalogue";
import type { FaultTarget, Product } from "@/lib/products/types";
import type { Outcome } from "@/lib/simulator/graph";
import type { Part } from "@/lib/simulator/part";
import { step } from "@/lib/simulator/step";
import { buildWorld, loadWorld, saveWorld, type World, type WorldState } from "@/lib/simulator/world";
import { fault, MORNING } from "./play-world";

/** Long enough for pools, caches and scalers to have settled. */
const SETTLE_MS = 180 * SECOND_MS;
export const START = MORNING + SETTLE_MS;

let settled: WorldState | undefined;

/** A world in the middle of an ordinary morning; each call gives its own. */
export function settledWorld(): World {
  if (!settled) {
    const world = buildWorld(20, 1, MORNING);
    while (world.clock < START) step(world, { promotions: [], faults: [] });
    settled = saveWorld(world);
  }
  return loadWorld(20, START, settled);
}

export function partOf(world: World, name: string): Part {
  const found = world.cells[0]?.parts.find(({ part }) => part.name === name)?.part;
  if (!found) throw new Error(`There is no part ${name}.`);
  return found;
}

export const productOf = (id: string): Product => {
  const product = findProduct(id);
  if (!product) throw new Error(`There is no product ${id}.`);
  return product;
};

export function targetsOf(world: World): FaultTarget[] {
  return [...(world.cells[0]?.members ?? [])].map(([id, { product, part, member }]) => ({
    id,
    product,
    cluster: part.cluster,
    spec: member.spec,
    state: member.target(),
  }));
}

export function refusal(world: World, faultId: string, resourceId: string): string | undefined {
  const targets = targetsOf(world);
  const target = targets.find(({ id }) => id === resourceId);
  const definition = productOf(faultId.split(".")[0] ?? "").faults.find(({ id }) => id === faultId);
  if (!target || !definition) throw new Error(`There is no ${faultId} on ${resourceId}.`);
  const peers = targets.filter(({ cluster, id }) => cluster === target.cluster && id !== resourceId);
  return definition.refuse?.(target, peers)?.en;
}

/** What callers of a cluster and its nodes show, tick by tick. */
export interface Moment {
  /** Seconds since the fault began. */
  s: number;
  read: Outcome;
  write: Outcome;
  /** By resource id. */
  up: Readonly<Record<string, boolean>>;
  /** Id of the primary, null while it does not answer. */
  primary: string | null;
  node(id: string): Record<string, unknown>;
  own: Record<string, unknown>;
}

export interface Drill {
  world: World;
  moments: readonly Moment[];
  at(s: number): Moment;
  /** Seconds until something first holds; infinite when it never does. */
  until(holds: (moment: Moment) => boolean, fromS?: number): number;
}

/** Plays one fault on a settled world, from 0 s on for `lengthS`, and `afterS` more. */
export function drill(
  faultId: string,
  resourceId: string,
  lengthS: number,
  afterS: number,
  parameters: Record<string, unknown> = {},
): Drill {
  const world = settledWorld();
  const part = partOf(world, world.cells[0]?.members.get(resourceId)?.part.name ?? "");
  const faults = [fault(faultId, resourceId, START, lengthS * SECOND_MS, parameters)];
  const moments: Moment[] = [];
  while (world.clock < START + (lengthS + afterS) * SECOND_MS) {
    step(world, { promotions: [], faults });
    moments.push(look(part, world.clock));
  }
  const found = (s: number): Moment => {
    const moment = moments.find((one) => one.s >= s);
    if (!moment) throw new Error(`The drill ended before ${s} s.`);
    return moment;
  };
  return {
    world,
    moments,
    at: found,
    until: (holds, fromS = 0) =>
      moments.find((one) => one.s > fromS && holds(one))?.s ?? Number.POSITIVE_INFINITY,
  };
}

function look(part: Part, clock: UnixMs): Moment {
  const targets = part.members.map((member) => ({ id: member.id, ...member.target() }));
  const primary = targets.find(({ detail, compared }) => detail.role === "primary" && compared.up === true);
  const states = structuredClone(part.members.map(({ id, state }) => [id, state] as const));
  const byId = new Map<string, object>(states);
  return {
    s: (clock - START) / SECOND_MS,
    read: structuredClone(part.port("read").seen),
    write: structuredClone(part.port("write").seen),
    up: Object.fromEntries(targets.map(({ id, compared }) => [id, compared.up === true])),
    primary: primary?.id ?? null,
    node: (id) => ({ ...byId.get(id) }),
    own: structuredClone(part.state) as Record<string, unknown>,
  };
}
