import { numbered, type App, type Instance, type UsedBy, type Zone } from "@/lib/simulator/part";

const GIB = 1024 ** 3;

export interface DatabasePlan {
  cores: number;
  memoryBytes: number;
  diskBytes: number;
  /** Share of the disk that is used when the history begins. */
  diskRest: number;
  connectionsMax: number;
  /** CPU usage of the primary at the design peak. */
  usage: number;
  backupEnabled: boolean;
  backupRetentionDays: number;
  deletionProtection: boolean;
}

const sound = { backupEnabled: true, backupRetentionDays: 14, deletionProtection: true };

/** One node a zone, the first is primary at the beginning. */
const cluster = (
  app: App,
  name: string,
  zones: readonly Zone[],
  plan: DatabasePlan,
  usedBy: readonly UsedBy[],
): Instance<DatabasePlan> => ({ name, app, cluster: name, members: numbered(name, zones), plan, usedBy });

const reads = (by: string, calls: number, critical = true): UsedBy => ({ by, port: "read", calls, critical });
const writes = (by: string, calls: number, critical = true): UsedBy => ({
  by,
  port: "write",
  calls,
  critical,
});

/** Risk checks have something to find: `mysql-coupon` is one node without a backup whose small disk is nearly full. */
export const mysqlFleet: readonly Instance<DatabasePlan>[] = [
  cluster(
    "mall",
    "mysql-order",
    ["zone-a", "zone-a", "zone-b"],
    {
      ...sound,
      cores: 8,
      memoryBytes: 32 * GIB,
      diskBytes: 1_000 * GIB,
      diskRest: 0.46,
      connectionsMax: 1_200,
      usage: 0.7,
    },
    [reads("order", 4), writes("order", 6)],
  ),
  cluster(
    "mall",
    "mysql-pay",
    ["zone-b", "zone-b", "zone-a"],
    {
      ...sound,
      cores: 8,
      memoryBytes: 32 * GIB,
      diskBytes: 1_000 * GIB,
      diskRest: 0.38,
      connectionsMax: 1_000,
      usage: 0.66,
    },
    [reads("pay", 5), writes("pay", 5), writes("settlement", 0.5)],
  ),
  cluster(
    "mall",
    "mysql-product",
    ["zone-a", "zone-a", "zone-b"],
    {
      ...sound,
      cores: 8,
      memoryBytes: 32 * GIB,
      diskBytes: 500 * GIB,
      diskRest: 0.52,
      connectionsMax: 1_000,
      usage: 0.68,
      backupRetentionDays: 3,
    },
    [reads("inventory", 1), writes("inventory", 2)],
  ),
  cluster(
    "mall",
    "mysql-user",
    ["zone-b", "zone-b", "zone-a"],
    {
      ...sound,
      cores: 4,
      memoryBytes: 16 * GIB,
      diskBytes: 500 * GIB,
      diskRest: 0.41,
      connectionsMax: 600,
      usage: 0.55,
      backupRetentionDays: 3,
      deletionProtection: false,
    },
    [writes("user", 0.3, false)],
  ),
  cluster(
    "mall",
    "mysql-coupon",
    ["zone-a"],
    {
      cores: 2,
      memoryBytes: 4 * GIB,
      diskBytes: 50 * GIB,
      diskRest: 0.68,
      connectionsMax: 100,
      usage: 0.74,
      backupEnabled: false,
      backupRetentionDays: 0,
      deletionProtection: false,
    },
    [reads("coupon", 5), writes("coupon", 0.6, false)],
  ),
  cluster(
    "brokerage",
    "mysql-fund",
    ["zone-a", "zone-a", "zone-b"],
    {
      ...sound,
      cores: 4,
      memoryBytes: 16 * GIB,
      diskBytes: 500 * GIB,
      diskRest: 0.35,
      connectionsMax: 600,
      usage: 0.5,
    },
    [reads("fund", 4), writes("fund", 2)],
  ),
];
