import { newScenario, type Scenario } from "./behaviour/business";
import { newBrokerCluster, sizeBrokers, GROUPS, type BrokerCluster } from "./behaviour/ckafka";
import { newClb, type Clb } from "./behaviour/clb";
import { newCvm, type Cvm } from "./behaviour/cvm";
import { newMysqlCluster, sizeMysql, type MysqlCluster } from "./behaviour/mysql";
import { newRedisPair, type RedisPair } from "./behaviour/redis";
import { newService, newWorkload, sizeService, type Service, type ZoneNodes } from "./behaviour/tke";
import { BROKER_CLUSTER, cellNames, memberId, nodeId, workloadId, type CellNames } from "./fleet";
import {
  BALANCERS,
  BROKER_ZONES,
  CACHES,
  DATABASES,
  DESIGN_PEAK_RATIO,
  NODES_PER_ZONE,
  SCENARIOS,
  SERVICES,
  ZONES,
  type ServicePlan,
} from "./plan";
import { offer } from "./route";

/** One copy of the mall, wired together. What changes is in the `state` of each part; the rest is the plan. */
export interface Cell {
  index: number;
  names: CellNames;
  scenarios: Scenario[];
  clbs: Clb[];
  /** Callers before callees. */
  services: Service[];
  nodes: Cvm[];
  zones: ZoneNodes[];
  caches: RedisPair[];
  queue: BrokerCluster;
  databases: MysqlCluster[];
}

function find<T>(map: ReadonlyMap<string, T>, name: string): T {
  const found = map.get(name);
  if (!found) throw new Error(`The capacity plan names ${name}, which it does not define.`);
  return found;
}

/** Spreads pods over the nodes of a zone, each service beginning where the last one ended. */
function placer(nodes: number): (pods: number) => number[] {
  let next = 0;
  return (pods) => {
    const home = Array.from({ length: nodes }, () => 0);
    for (let k = 0; k < pods; k++, next = (next + 1) % nodes) home[next] = (home[next] ?? 0) + 1;
    return home;
  };
}

/** Costs of a request, statement, command and message, from the usage that the plan wants at the design peak. */
function size(cell: Cell): void {
  for (const scenario of cell.scenarios) scenario.offered = scenario.plan.peakPerS * DESIGN_PEAK_RATIO;
  cell.queue.state.consumed.fill(0);
  offer(cell);
  // At rest what is written is read, so consumers work at the rate of producers.
  cell.queue.state.consumed = GROUPS.map(() => cell.queue.offered.messages);
  offer(cell);
  for (const pair of cell.caches) pair.costS = pair.plan.usage / pair.offered.commands;
  for (const cluster of cell.databases) sizeMysql(cluster);
  for (const service of cell.services) sizeService(service);
  sizeBrokers(cell.queue);
  cell.queue.state.consumed.fill(0);
}

/** A copy of the mall at rest, before its first tick. */
export function buildCell(index: number): Cell {
  const names = cellNames(index);
  const id = (bare: string) => names.prefix + bare;
  const clbs = BALANCERS.map((plan) => newClb(plan));
  const nodes = ZONES.flatMap((zone) =>
    Array.from({ length: NODES_PER_ZONE }, (_, i) =>
      // Disks fill at different times; the spread is part of the plan, not of chance.
      newCvm(id(nodeId(zone, i)), zone, 0.31 + 0.045 * ((i * 3) % NODES_PER_ZONE)),
    ),
  );
  const caches = CACHES.map((plan) =>
    newRedisPair(
      plan,
      [0, 1].map((i) => id(memberId(plan.name, i))),
    ),
  );
  const databases = DATABASES.map((plan) =>
    newMysqlCluster(
      plan,
      plan.zones.map((_, i) => id(memberId(plan.name, i))),
    ),
  );
  const queue = newBrokerCluster(BROKER_ZONES.map((_, i) => id(memberId(BROKER_CLUSTER, i))));
  const cacheOf = new Map(caches.map((pair) => [pair.plan.name, pair]));
  const databaseOf = new Map(databases.map((cluster) => [cluster.plan.name, cluster]));
  const zones = ZONES.map((zone): ZoneNodes & { zone: string } => ({
    zone,
    all: nodes.filter((node) => node.zone === zone),
    calm: true,
  }));
  const zoneOf = new Map(zones.map((one) => [one.zone, one]));
  const places = new Map(ZONES.map((zone) => [zone, placer(NODES_PER_ZONE)]));

  const makeService = (plan: ServicePlan): Service => {
    const workloads = ZONES.map((zone) =>
      newWorkload(
        id(workloadId(plan.name, zone)),
        zone,
        find(zoneOf, zone),
        find(places, zone)(plan.podsPerZone),
      ),
    );
    return newService(plan, workloads, {
      caches: plan.caches.map((use) => ({
        pair: find(cacheOf, use.cache),
        reads: use.reads,
        cluster: find(databaseOf, use.database),
        statements: use.statements,
      })),
      stores: plan.stores.map((use) => ({ pair: find(cacheOf, use.cache), commands: use.commands })),
      databases: plan.databases.map((use) => ({ ...use, cluster: find(databaseOf, use.database) })),
      queue: { cluster: queue, messages: plan.messages.count, critical: plan.messages.critical },
    });
  };
  const services = SERVICES.map(makeService);
  const serviceOf = new Map<string, Service>(services.map((service) => [service.plan.name, service]));
  for (const service of services)
    service.calls = service.plan.calls.map((call) => ({ ...call, callee: find(serviceOf, call.service) }));
  const scenarios: Scenario[] = [];
  for (const plan of SCENARIOS)
    scenarios.push(
      newScenario(
        plan,
        clbs.flatMap((clb) => {
          const share = plan.entries[clb.plan.name];
          return share === undefined ? [] : [{ clb, share }];
        }),
        find(serviceOf, "gateway"),
        plan.calls.map((call) => ({ ...call, callee: find(serviceOf, call.service) })),
        scenarios.at(-1),
      ),
    );
  const cell: Cell = { index, names, scenarios, clbs, services, nodes, zones, caches, queue, databases };
  size(cell);
  return cell;
}
