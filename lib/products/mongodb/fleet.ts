import { numbered, type Instance } from "@/lib/simulator/part";

const GIB = 1024 ** 3;

export interface ReplicaSetPlan {
  cores: number;
  memoryBytes: number;
  diskBytes: number;
  /** Share of the disk that is used when the history begins. */
  diskRest: number;
  oplogBytes: number;
  connectionsMax: number;
  /** CPU usage of the primary at the design peak. */
  usage: number;
  /** Share of the reads that go to secondaries (`readPreference`). */
  secondaryReads: number;
  backupEnabled: boolean;
  backupRetentionDays: number;
  deletionProtection: boolean;
}

/** Risk checks have something to find: `mongodb-report` has two members in one zone, and may be deleted by a slip. */
export const mongodbFleet: readonly Instance<ReplicaSetPlan>[] = [
  {
    name: "mongodb-content",
    app: "mall",
    cluster: "mongodb-content",
    members: numbered("mongodb-content", ["zone-a", "zone-b", "zone-c"]),
    plan: {
      cores: 4,
      memoryBytes: 16 * GIB,
      diskBytes: 500 * GIB,
      diskRest: 0.48,
      oplogBytes: 25 * GIB,
      connectionsMax: 2_000,
      usage: 0.58,
      secondaryReads: 0.5,
      backupEnabled: true,
      backupRetentionDays: 14,
      deletionProtection: true,
    },
    usedBy: [
      { by: "content", port: "read", calls: 2, critical: true },
      { by: "content", port: "write", calls: 0.1, critical: false },
    ],
  },
  {
    name: "mongodb-report",
    app: "brokerage",
    cluster: "mongodb-report",
    members: numbered("mongodb-report", ["zone-a", "zone-a", "zone-b"]),
    plan: {
      cores: 2,
      memoryBytes: 8 * GIB,
      diskBytes: 300 * GIB,
      diskRest: 0.57,
      oplogBytes: 15 * GIB,
      connectionsMax: 1_000,
      usage: 0.46,
      secondaryReads: 0,
      backupEnabled: true,
      backupRetentionDays: 7,
      deletionProtection: false,
    },
    usedBy: [
      { by: "report", port: "read", calls: 0.5, critical: true },
      { by: "report", port: "write", calls: 1, critical: true },
    ],
  },
];
