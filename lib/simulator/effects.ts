import type { UnixMs } from "@/lib/core/time";
import { findFault } from "@/lib/products/catalogue";
import type { Cell } from "./cell";
import type { Workload } from "./behaviour/tke";

/** A fault on one resource, acting during [activeFrom, endAt). Times are Unix ms. */
export interface ActiveFault {
  faultId: string;
  resourceId: string;
  parameters: Readonly<Record<string, unknown>>;
  activeFrom: UnixMs;
  /** The undo or the deadline, whichever comes first. */
  endAt: UnixMs;
}

/** Takes every fault off: those that act are put on anew in each tick. */
function clear(cell: Cell): void {
  for (const clb of cell.clbs) clb.fx.zoneDown = 0;
  for (const node of cell.nodes) {
    node.fx.down = 0;
    node.fx.stress = 0;
    node.fx.delayS = 0;
  }
  for (const service of cell.services)
    for (const workload of service.workloads) {
      workload.fx.crashShare = 0;
      workload.fx.leakPerMinute = 0;
    }
  for (const pair of cell.caches)
    for (const node of pair.nodes) {
      node.fx.down = 0;
      node.fx.hotRatio = 0;
    }
  for (const broker of cell.queue.brokers) {
    broker.fx.down = 0;
    broker.fx.fetchCut = 0;
  }
  for (const cluster of cell.databases)
    for (const { fx } of cluster.nodes) {
      fx.down = 0;
      fx.stress = 0;
      fx.scanShare = 0;
      fx.scanS = 0;
      fx.held = 0;
      fx.applierStopped = 0;
    }
}

type Numbers = Readonly<Record<string, unknown>>;
const number = (parameters: Numbers, name: string): number => Number(parameters[name] ?? 0);

const nodeOf = (cell: Cell, id: string) => cell.nodes.find((node) => node.id === id)?.fx;
const balancerOf = (cell: Cell, id: string) =>
  cell.clbs.find((clb) => cell.names.prefix + clb.plan.name === id)?.fx;
const workloadOf = (cell: Cell, id: string): Workload["fx"] | undefined =>
  cell.services.flatMap((service) => service.workloads).find((workload) => workload.id === id)?.fx;
const redisOf = (cell: Cell, id: string) =>
  cell.caches.flatMap((pair) => pair.nodes).find((node) => node.id === id)?.fx;
const brokerOf = (cell: Cell, id: string) => cell.queue.brokers.find((broker) => broker.id === id)?.fx;
const mysqlOf = (cell: Cell, id: string) =>
  cell.databases.flatMap((cluster) => cluster.nodes).find((node) => node.id === id)?.fx;

/** Binds a fault to the part it acts on; that part may be absent, as the resource may belong to another cell. */
function on<T>(find: (cell: Cell, id: string) => T | undefined, put: (fx: T, parameters: Numbers) => void) {
  return (cell: Cell, id: string, parameters: Numbers): boolean => {
    const fx = find(cell, id);
    if (fx === undefined) return false;
    put(fx, parameters);
    return true;
  };
}

/** What each fault of the catalogue does to the world. Of two on one part the stronger counts. */
const EFFECTS: Readonly<Record<string, (cell: Cell, id: string, parameters: Numbers) => boolean>> = {
  "clb.zone_down": on(balancerOf, (fx) => {
    fx.zoneDown = 1;
  }),
  "cvm.node_down": on(nodeOf, (fx) => {
    fx.down = 1;
  }),
  "cvm.cpu_exhaustion": on(nodeOf, (fx, p) => {
    fx.stress = Math.max(fx.stress, number(p, "usageRatio"));
  }),
  "cvm.network_delay": on(nodeOf, (fx, p) => {
    fx.delayS = Math.max(fx.delayS, number(p, "delayMs") / 1_000);
  }),
  "tke.pod_crash": on(workloadOf, (fx, p) => {
    fx.crashShare = Math.max(fx.crashShare, number(p, "podsRatio"));
  }),
  "tke.memory_leak": on(workloadOf, (fx, p) => {
    fx.leakPerMinute = Math.max(fx.leakPerMinute, number(p, "leakRatioPerMinute"));
  }),
  "redis.node_down": on(redisOf, (fx) => {
    fx.down = 1;
  }),
  "redis.hot_key": on(redisOf, (fx, p) => {
    fx.hotRatio = Math.max(fx.hotRatio, number(p, "loadRatio"));
  }),
  "ckafka.broker_down": on(brokerOf, (fx) => {
    fx.down = 1;
  }),
  "ckafka.consumer_stall": on(brokerOf, (fx, p) => {
    fx.fetchCut = Math.max(fx.fetchCut, 1 - number(p, "capacityRatio"));
  }),
  "mysql.primary_down": on(mysqlOf, (fx) => {
    fx.down = 1;
  }),
  "mysql.cpu_exhaustion": on(mysqlOf, (fx, p) => {
    fx.stress = Math.max(fx.stress, number(p, "usageRatio"));
  }),
  "mysql.slow_queries": on(mysqlOf, (fx, p) => {
    fx.scanShare = Math.max(fx.scanShare, number(p, "queriesRatio"));
    fx.scanS = Math.max(fx.scanS, number(p, "scanMs") / 1_000);
  }),
  "mysql.connections_exhausted": on(mysqlOf, (fx, p) => {
    fx.held = Math.max(fx.held, number(p, "heldRatio"));
  }),
  "mysql.replication_delay": on(mysqlOf, (fx) => {
    fx.applierStopped = 1;
  }),
};

/** Faults that the simulator can play. */
export const PLAYED_FAULTS: readonly string[] = Object.keys(EFFECTS);

/**
 * Puts on what acts in the tick that ends at `t`, and nothing else: faults have no memory of their own, so an undo is the
 * absence of the fault. Parameters pass the catalogue's schema once more, which fills in its defaults.
 */
export function applyFaults(cell: Cell, faults: readonly ActiveFault[], t: UnixMs): void {
  clear(cell);
  for (const { faultId, resourceId, parameters, activeFrom, endAt } of faults) {
    if (t < activeFrom || t >= endAt) continue;
    const parsed = findFault(faultId)?.parameters.safeParse(parameters);
    if (parsed?.success) EFFECTS[faultId]?.(cell, resourceId, parsed.data);
  }
}
