import type { Instance } from "@/lib/simulator/part";
import { GIB, NO_BACKUP, reads, SOUND, sqlInstance, writes, type SqlPlan } from "@/lib/simulator/sql/plan";

/**
 * Primary and standbys, the first of them synchronous. Risk checks have something to find: `postgres-report` is one node
 * without a backup.
 */
export const postgresFleet: readonly Instance<SqlPlan>[] = [
  sqlInstance(
    "mall",
    "postgres-risk",
    ["zone-a", "zone-b"],
    {
      ...SOUND,
      cores: 4,
      memoryBytes: 16 * GIB,
      diskBytes: 200 * GIB,
      diskRest: 0.34,
      connectionsMax: 400,
      usage: 0.58,
      rows: 52e6,
    },
    [reads("risk-control", 4), writes("risk-control", 1)],
  ),
  sqlInstance(
    "brokerage",
    "postgres-position",
    ["zone-a", "zone-b", "zone-c"],
    {
      ...SOUND,
      cores: 8,
      memoryBytes: 32 * GIB,
      diskBytes: 500 * GIB,
      diskRest: 0.4,
      connectionsMax: 600,
      usage: 0.62,
      rows: 120e6,
    },
    [reads("position", 3), writes("position", 0.3)],
  ),
  sqlInstance(
    "brokerage",
    "postgres-report",
    ["zone-b"],
    {
      ...SOUND,
      ...NO_BACKUP,
      cores: 4,
      memoryBytes: 8 * GIB,
      diskBytes: 300 * GIB,
      diskRest: 0.61,
      connectionsMax: 200,
      usage: 0.66,
      rows: 210e6,
    },
    [reads("report", 1, false), writes("report", 1, false)],
  ),
];
