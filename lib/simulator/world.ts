import type { UnixMs } from "@/lib/core/time";
import { UnavailableError } from "@/lib/core/errors";
import type { TargetState } from "@/lib/products/types";
import type { Labels } from "@/lib/metrics/store";
import { businessSeries } from "./behaviour/business";
import { ckafkaSeries, ckafkaTarget } from "./behaviour/ckafka";
import { clbSeries, clbTarget } from "./behaviour/clb";
import { cvmSeries, cvmTarget } from "./behaviour/cvm";
import { mysqlSeries, mysqlTarget } from "./behaviour/mysql";
import { redisSeries, redisTarget } from "./behaviour/redis";
import { tkeSeries, tkeTarget } from "./behaviour/tke";
import { buildCell, type Cell } from "./cell";
import { tickAt } from "./clock";
import { buildFleet, type FleetResource } from "./fleet";
import type { WorldSeries } from "./series";

/** The simulated cloud at one moment. */
export interface World {
  seed: number;
  /** Unix ms of the tick that it has reached. */
  clock: UnixMs;
  cells: Cell[];
}

/** The mall at rest, before the first tick after `startAt`. */
export const buildWorld = (seed: number, scale: number, startAt: UnixMs): World => ({
  seed,
  clock: tickAt(startAt),
  cells: Array.from({ length: scale }, (_, index) => buildCell(index)),
});

/** Everything of a cell that changes, faults that act included, in a fixed order. */
function parts(cell: Cell): object[] {
  const whole = (part: { state: object; fx: object }): object[] => [part.state, part.fx];
  return [
    ...cell.scenarios.map((scenario) => scenario.state),
    ...cell.clbs.flatMap(whole),
    ...cell.nodes.flatMap(whole),
    ...cell.services.flatMap((service) => [service.state, ...service.workloads.flatMap(whole)]),
    ...cell.caches.flatMap((pair) => [pair.state, ...pair.nodes.flatMap(whole)]),
    cell.queue.state,
    ...cell.queue.brokers.flatMap(whole),
    ...cell.databases.flatMap((cluster) => [cluster.state, ...cluster.nodes.flatMap(whole)]),
  ];
}

/** Raised when what the state means changes: a state of another version is not resumed but played again. */
const STATE_VERSION = 1;

/** A stored state that this release cannot resume. The simulator's service plays the world again from its beginning. */
export class StateFormatError extends UnavailableError {}

/** The state as plain JSON. Numbers keep every bit: JSON prints the shortest text that reads back the same. */
export type WorldState = { version: number; cells: unknown[][] };

export const saveWorld = (world: World): WorldState =>
  JSON.parse(JSON.stringify({ version: STATE_VERSION, cells: world.cells.map(parts) })) as WorldState;

/** Copies saved values into the fresh object of the same shape; references inside the cell stay valid. */
function restore(to: object, from: unknown): void {
  if (typeof from !== "object" || from === null)
    throw new StateFormatError("A part of the simulator's state is no object.");
  for (const [key, value] of Object.entries(to) as [string, unknown][]) {
    const saved = (from as Record<string, unknown>)[key];
    if (saved === undefined) throw new StateFormatError(`The simulator's state lacks ${key}.`);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) restore(value, saved);
    else (to as Record<string, unknown>)[key] = Array.isArray(saved) ? structuredClone(saved) : saved;
  }
}

/**
 * The world that `saveWorld` saw.
 *
 * @throws StateFormatError when the state has another version or shape.
 */
export function loadWorld(seed: number, clock: UnixMs, state: WorldState): World {
  if (state.version !== STATE_VERSION)
    throw new StateFormatError(
      `The simulator's state has version ${state.version}, this release writes ${STATE_VERSION}.`,
    );
  const world = buildWorld(seed, state.cells.length, clock);
  for (const [i, cell] of world.cells.entries()) {
    const saved = state.cells[i] ?? [];
    for (const [k, part] of parts(cell).entries()) restore(part, saved[k]);
  }
  world.clock = clock;
  return world;
}

/** Labels that all series of a resource share. */
function labelsOf(resource: FleetResource): Labels {
  const { product, id, app, layer, zone, cluster } = resource;
  return {
    product,
    resource: id,
    app,
    layer,
    ...(zone === null ? {} : { zone }),
    ...(cluster === null ? {} : { cluster }),
  };
}

/** Every series of the world, bound to it: reading one tells its value at the world's clock. */
export function worldSeries(world: World): WorldSeries[] {
  const fleet = new Map(
    buildFleet(world.cells.length, world.clock).map((resource) => [resource.id, labelsOf(resource)]),
  );
  const of = (id: string): Labels => fleet.get(id) ?? {};
  return world.cells.flatMap((cell) => [
    ...cell.scenarios.flatMap((scenario) =>
      businessSeries(scenario, of(`${cell.names.prefix}mall-${scenario.plan.name}`)),
    ),
    ...cell.clbs.flatMap((clb) => clbSeries(clb, of(cell.names.prefix + clb.plan.name))),
    ...cell.services.flatMap((service) =>
      service.workloads.flatMap((workload) => tkeSeries(workload, of(workload.id))),
    ),
    ...cell.nodes.flatMap((node) => cvmSeries(node, of(node.id))),
    ...cell.caches.flatMap((pair) => pair.nodes.flatMap((node, i) => redisSeries(pair, i, of(node.id)))),
    ...cell.queue.brokers.flatMap((broker, i) => ckafkaSeries(cell.queue, i, of(broker.id))),
    ...cell.databases.flatMap((cluster) =>
      cluster.nodes.flatMap((node, i) => mysqlSeries(cluster, i, of(node.id))),
    ),
  ]);
}

/** How the target of a fault is now, or null when the world has no such resource. */
export function targetState(world: World, id: string): TargetState | null {
  for (const cell of world.cells) {
    for (const clb of cell.clbs) if (cell.names.prefix + clb.plan.name === id) return clbTarget(clb);
    for (const node of cell.nodes) if (node.id === id) return cvmTarget(node);
    for (const service of cell.services)
      for (const workload of service.workloads) if (workload.id === id) return tkeTarget(workload);
    for (const pair of cell.caches)
      for (const node of pair.nodes) if (node.id === id) return redisTarget(pair, node);
    for (const broker of cell.queue.brokers) if (broker.id === id) return ckafkaTarget(cell.queue, broker);
    for (const cluster of cell.databases)
      for (const node of cluster.nodes) if (node.id === id) return mysqlTarget(cluster, node);
  }
  return null;
}
