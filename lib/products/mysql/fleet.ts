import type { Instance } from "@/lib/simulator/part";
import { GIB, NO_BACKUP, reads, SOUND, sqlInstance, writes, type SqlPlan } from "@/lib/simulator/sql/plan";

/** The size that most are bought in. */
const large = { ...SOUND, cores: 8, memoryBytes: 32 * GIB, diskBytes: 1_000 * GIB };
const medium = { ...SOUND, cores: 4, memoryBytes: 16 * GIB, diskBytes: 500 * GIB };

/**
 * Three nodes in two zones each, some with a read-only group. Risk checks have something to find: `mysql-coupon` is one
 * node without a backup whose small disk is nearly full.
 */
export const mysqlFleet: readonly Instance<SqlPlan>[] = [
  sqlInstance(
    "mall",
    "mysql-order",
    ["zone-a", "zone-a", "zone-b"],
    { ...large, diskRest: 0.46, connectionsMax: 1_200, usage: 0.7, rows: 420e6 },
    [reads("order", 4), writes("order", 6)],
  ),
  sqlInstance(
    "mall",
    "mysql-pay",
    ["zone-b", "zone-b", "zone-a"],
    { ...large, diskRest: 0.38, connectionsMax: 1_000, usage: 0.66, rows: 310e6 },
    [reads("pay", 5), writes("pay", 5), writes("settlement", 0.5)],
  ),
  sqlInstance(
    "mall",
    "mysql-product",
    ["zone-a", "zone-a", "zone-b"],
    {
      ...large,
      diskBytes: 500 * GIB,
      diskRest: 0.52,
      connectionsMax: 1_000,
      usage: 0.68,
      rows: 36e6,
      backupRetentionDays: 3,
    },
    [reads("inventory", 1), writes("inventory", 2)],
    ["zone-a", "zone-b"],
  ),
  sqlInstance(
    "mall",
    "mysql-user",
    ["zone-b", "zone-b", "zone-a"],
    {
      ...medium,
      diskRest: 0.41,
      connectionsMax: 600,
      usage: 0.55,
      rows: 88e6,
      backupRetentionDays: 3,
      deletionProtection: false,
    },
    [writes("user", 0.3, false)],
    ["zone-b"],
  ),
  sqlInstance(
    "mall",
    "mysql-coupon",
    ["zone-a"],
    {
      ...SOUND,
      ...NO_BACKUP,
      cores: 2,
      memoryBytes: 4 * GIB,
      diskBytes: 50 * GIB,
      diskRest: 0.76,
      connectionsMax: 100,
      usage: 0.74,
      rows: 14e6,
    },
    [reads("coupon", 5), writes("coupon", 0.6, false)],
  ),
  sqlInstance(
    "brokerage",
    "mysql-fund",
    ["zone-a", "zone-a", "zone-b"],
    { ...medium, diskRest: 0.35, connectionsMax: 600, usage: 0.5, rows: 64e6 },
    [reads("fund", 4), writes("fund", 2)],
  ),
];
