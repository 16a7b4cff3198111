import { DAY_MS, type UnixMs } from "@/lib/core/time";
import type { Layer } from "@/lib/resources/constants";
import {
  BALANCERS,
  BROKER_CORES,
  BROKER_DISK_BYTES,
  BROKER_ZONES,
  CACHES,
  DATABASES,
  NODE_CORES,
  NODE_MEMORY_BYTES,
  NODES_PER_ZONE,
  PARTITIONS_PER_BROKER,
  POD_CORES,
  POD_MEMORY_BYTES,
  POD_THREADS,
  SCENARIOS,
  SERVICES,
  ZONES,
  type ServicePlan,
  type Zone,
} from "./plan";

export interface FleetResource {
  id: string;
  product: string;
  app: string;
  layer: Layer;
  zone: Zone | null;
  cluster: string | null;
  spec: Readonly<Record<string, unknown>>;
  dependsOn: readonly string[];
}

/** Names in one copy of the mall. The first copy has bare names, so that they read well. */
export interface CellNames {
  app: string;
  prefix: string;
}

export const cellNames = (cell: number): CellNames =>
  cell === 0 ? { app: "mall", prefix: "" } : { app: `mall-${cell + 1}`, prefix: `c${cell + 1}-` };

export const zoneLetter = (zone: Zone): string => zone.slice(-1);
export const workloadId = (service: string, zone: Zone): string => `tke-${service}-${zoneLetter(zone)}`;
export const nodeId = (zone: Zone, index: number): string => `cvm-${zoneLetter(zone)}-${index + 1}`;
export const memberId = (cluster: string, index: number): string => `${cluster}-${index}`;
export const BROKER_CLUSTER = "ckafka";

const databaseMembers = (name: string) =>
  DATABASES.filter((plan) => plan.name === name).flatMap((plan) =>
    plan.zones.map((_, i) => memberId(name, i)),
  );
const brokers = BROKER_ZONES.map((_, i) => memberId(BROKER_CLUSTER, i));
const workloads = (service: string) => ZONES.map((zone) => workloadId(service, zone));

function callees(service: ServicePlan, zone: Zone): string[] {
  const caches = [...service.caches, ...service.stores].flatMap((use) =>
    [0, 1].map((i) => memberId(use.cache, i)),
  );
  const databases = [...service.caches, ...service.databases].flatMap((use) => databaseMembers(use.database));
  const queue = service.messages.count > 0 || service.group !== undefined ? brokers : [];
  const nodes = Array.from({ length: NODES_PER_ZONE }, (_, i) => nodeId(zone, i));
  const called = service.calls.flatMap((call) => workloads(call.service));
  return [...new Set([...called, ...caches, ...databases, ...queue, ...nodes])];
}

function cellFleet(startAt: UnixMs): FleetResource[] {
  const app = "mall";
  const scenarios = SCENARIOS.map((scenario): FleetResource => ({
    id: `mall-${scenario.name}`,
    product: "business",
    app,
    layer: "business",
    zone: null,
    cluster: null,
    spec: { scenario: scenario.name, successObjectiveRatio: 0.995 },
    dependsOn: Object.keys(scenario.entries),
  }));
  const balancers = BALANCERS.map((plan): FleetResource => ({
    id: plan.name,
    product: "clb",
    app,
    layer: "access",
    zone: plan.zones[0] ?? null,
    cluster: null,
    spec: {
      zones: plan.zones,
      connectionsMax: plan.connectionsMax,
      certificateExpiresAt: startAt + plan.certificateDays * DAY_MS,
      deletionProtection: plan.zones.length > 1,
    },
    dependsOn: workloads("gateway"),
  }));
  const services = SERVICES.flatMap((plan) =>
    ZONES.map((zone): FleetResource => ({
      id: workloadId(plan.name, zone),
      product: "tke",
      app,
      layer: "business",
      zone,
      cluster: plan.name,
      spec: {
        service: plan.name,
        zones: ZONES,
        replicas: plan.podsPerZone,
        ...(plan.limits === false ? {} : { cpuCores: POD_CORES, memoryBytes: POD_MEMORY_BYTES }),
        threadsMax: POD_THREADS,
      },
      dependsOn: callees(plan, zone),
    })),
  );
  const nodes = ZONES.flatMap((zone) =>
    Array.from({ length: NODES_PER_ZONE }, (_, i): FleetResource => ({
      id: nodeId(zone, i),
      product: "cvm",
      app,
      layer: "business",
      zone,
      cluster: `nodes-${zoneLetter(zone)}`,
      spec: { cpuCores: NODE_CORES, memoryBytes: NODE_MEMORY_BYTES, deletionProtection: zone === ZONES[0] },
      dependsOn: [],
    })),
  );
  const databases = DATABASES.flatMap((plan) =>
    plan.zones.map((zone, i): FleetResource => ({
      id: memberId(plan.name, i),
      product: "mysql",
      app,
      layer: "data",
      zone,
      cluster: plan.name,
      spec: {
        zones: [...new Set(plan.zones)],
        replicas: plan.zones.length,
        cpuCores: plan.cores,
        memoryBytes: plan.memoryBytes,
        diskBytes: plan.diskBytes,
        connectionsMax: plan.connectionsMax,
        backupEnabled: plan.backupEnabled,
        backupRetentionDays: plan.backupRetentionDays,
        deletionProtection: plan.deletionProtection,
      },
      dependsOn: [],
    })),
  );
  const caches = CACHES.flatMap((plan) =>
    plan.zones.map((zone, i): FleetResource => ({
      id: memberId(plan.name, i),
      product: "redis",
      app,
      layer: "middleware",
      zone,
      cluster: plan.name,
      spec: {
        zones: [...new Set(plan.zones)],
        replicas: plan.zones.length,
        memoryBytes: plan.memoryBytes,
        backupEnabled: plan.persistence,
        backupRetentionDays: plan.persistence ? 7 : 0,
        deletionProtection: plan.deletionProtection,
      },
      dependsOn: [],
    })),
  );
  const queues = BROKER_ZONES.map((zone, i): FleetResource => ({
    id: memberId(BROKER_CLUSTER, i),
    product: "ckafka",
    app,
    layer: "middleware",
    zone,
    cluster: BROKER_CLUSTER,
    spec: {
      zones: [...new Set(BROKER_ZONES)],
      replicas: BROKER_ZONES.length,
      cpuCores: BROKER_CORES,
      diskBytes: BROKER_DISK_BYTES,
      partitions: PARTITIONS_PER_BROKER,
      deletionProtection: true,
    },
    dependsOn: [],
  }));
  return [...scenarios, ...balancers, ...services, ...nodes, ...caches, ...queues, ...databases];
}

/**
 * Every resource of the simulated cloud.
 *
 * @param scale how many copies of the mall; each has its own shoppers.
 * @param startAt Unix ms, when the history begins: dates in specs count from it.
 */
export function buildFleet(scale: number, startAt: UnixMs): FleetResource[] {
  return Array.from({ length: scale }, (_, cell) => {
    const { app, prefix } = cellNames(cell);
    return cellFleet(startAt).map((resource) => ({
      ...resource,
      app,
      id: prefix + resource.id,
      cluster: resource.cluster === null ? null : prefix + resource.cluster,
      dependsOn: resource.dependsOn.map((id) => prefix + id),
    }));
  }).flat();
}
