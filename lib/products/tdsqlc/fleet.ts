import type { Instance } from "@/lib/simulator/part";
import { GIB, reads, SOUND, sqlInstance, writes, type SqlPlan } from "@/lib/simulator/sql/plan";

/** What was bought of a serverless cluster: `cores` of the plan are its upper bound. */
export interface TdsqlcPlan extends SqlPlan {
  /** Bounds of the capacity units (a core and two GiB each) that a node scales between. */
  unitsMin: number;
  unitsMax: number;
}

const sound = { ...SOUND, diskBytes: 2_000 * GIB };

/** Writer and readers; the shared storage has a copy in each of the three zones. */
export const tdsqlcFleet: readonly Instance<TdsqlcPlan>[] = [
  sqlInstance(
    "mall",
    "tdsqlc-history",
    ["zone-b", "zone-b", "zone-a"],
    {
      ...sound,
      cores: 8,
      unitsMin: 1,
      unitsMax: 8,
      memoryBytes: 16 * GIB,
      diskRest: 0.58,
      connectionsMax: 1_000,
      usage: 0.6,
      rows: 2_600e6,
    },
    [reads("order", 0.5, false), writes("settlement", 1)],
  ),
  sqlInstance(
    "brokerage",
    "tdsqlc-trade",
    ["zone-a", "zone-a", "zone-b", "zone-c"],
    {
      ...sound,
      cores: 16,
      unitsMin: 2,
      unitsMax: 16,
      memoryBytes: 32 * GIB,
      diskRest: 0.42,
      connectionsMax: 1_500,
      usage: 0.64,
      rows: 980e6,
    },
    [reads("trade", 4), writes("trade", 5)],
  ),
  sqlInstance(
    "brokerage",
    "tdsqlc-clearing",
    ["zone-a", "zone-b", "zone-c"],
    {
      ...sound,
      cores: 8,
      unitsMin: 1,
      unitsMax: 8,
      memoryBytes: 16 * GIB,
      diskRest: 0.36,
      connectionsMax: 800,
      usage: 0.5,
      rows: 720e6,
    },
    [reads("clearing", 1), writes("clearing", 2)],
  ),
];
