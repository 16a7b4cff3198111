import type { Instance } from "@/lib/simulator/part";
import { GIB, reads, SOUND, sqlInstance, writes, type SqlPlan } from "@/lib/simulator/sql/plan";

const node = { ...SOUND, cores: 4, memoryBytes: 16 * GIB, diskBytes: 300 * GIB };

/** Three nodes, one a zone: the loss of a zone leaves a majority. */
export const mariadbFleet: readonly Instance<SqlPlan>[] = [
  sqlInstance(
    "mall",
    "mariadb-notify",
    ["zone-a", "zone-b", "zone-c"],
    { ...node, diskBytes: 1_000 * GIB, diskRest: 0.3, connectionsMax: 400, usage: 0.5, rows: 190e6 },
    [reads("notify", 0.5), writes("notify", 1)],
  ),
  sqlInstance(
    "brokerage",
    "mariadb-account",
    ["zone-a", "zone-b", "zone-c"],
    { ...node, diskRest: 0.31, connectionsMax: 500, usage: 0.56, rows: 24e6 },
    [reads("account", 0.5), writes("account", 0.05, false)],
  ),
];
