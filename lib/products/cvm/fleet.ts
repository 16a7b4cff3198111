import type { App, Instance, Zone } from "@/lib/simulator/part";

const GIB = 1024 ** 3;

/** A pool of equal machines in one zone. */
export interface PoolPlan {
  zone: Zone;
  cores: number;
  memoryBytes: number;
  deletionProtection: boolean;
  /** Share of each machine's disk that is used when the history begins: disks fill at different times. */
  diskRest: readonly number[];
}

const letter = (zone: Zone): string => zone.slice(-1);

function pool(app: App, prefix: string, zone: Zone, machines: number): Instance<PoolPlan> {
  const name = `${prefix}nodes-${letter(zone)}`;
  return {
    name,
    app,
    cluster: name,
    members: Array.from({ length: machines }, (_, i) => ({
      id: `cvm-${prefix}${letter(zone)}-${i + 1}`,
      zone,
    })),
    plan: {
      zone,
      cores: 16,
      memoryBytes: 64 * GIB,
      deletionProtection: zone === "zone-a",
      diskRest: Array.from({ length: machines }, (_, i) => 0.31 + 0.045 * ((i * 3) % machines)),
    },
  };
}

export const cvmFleet: readonly Instance<PoolPlan>[] = [
  pool("mall", "", "zone-a", 8),
  pool("mall", "", "zone-b", 8),
  pool("mall", "", "zone-c", 8),
  pool("brokerage", "broker-", "zone-a", 4),
  pool("brokerage", "broker-", "zone-b", 4),
  pool("brokerage", "broker-", "zone-c", 4),
];
