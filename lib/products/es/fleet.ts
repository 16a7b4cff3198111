import { numbered, type Instance } from "@/lib/simulator/part";

const GIB = 1024 ** 3;

export interface ClusterPlan {
  cores: number;
  memoryBytes: number;
  heapBytes: number;
  diskBytes: number;
  /** Share of the disk that is used when the history begins. */
  diskRest: number;
  indices: number;
  primaryShards: number;
  /** Further copies of each shard. */
  copies: number;
  /** CPU usage of a node at the design peak. */
  usage: number;
  /** Share of the processors that goes to searches at the design peak; the rest indexes. */
  searchShare: number;
  /** A part whose requests are logged here, off their path, and lines for one request. */
  logsOf: { part: string; linesPerRequest: number } | null;
  /** Searches a second of people, beside those of services. */
  peoplePerS: number;
  backupEnabled: boolean;
  backupRetentionDays: number;
  deletionProtection: boolean;
}

/** Risk checks have something to find: `es-log` stands in one zone, its shards have no copies and there is no snapshot. */
export const esFleet: readonly Instance<ClusterPlan>[] = [
  {
    name: "es-product",
    app: "mall",
    cluster: "es-product",
    members: numbered("es-product", ["zone-a", "zone-b", "zone-c"]),
    plan: {
      cores: 8,
      memoryBytes: 32 * GIB,
      heapBytes: 16 * GIB,
      diskBytes: 500 * GIB,
      diskRest: 0.41,
      indices: 12,
      primaryShards: 36,
      copies: 1,
      usage: 0.6,
      searchShare: 0.8,
      logsOf: null,
      peoplePerS: 0,
      backupEnabled: true,
      backupRetentionDays: 7,
      deletionProtection: true,
    },
    usedBy: [{ by: "search", port: "search", calls: 1, critical: true }],
  },
  {
    name: "es-log",
    app: "brokerage",
    cluster: "es-log",
    members: numbered("es-log", ["zone-a", "zone-a", "zone-a"]),
    plan: {
      cores: 8,
      memoryBytes: 32 * GIB,
      heapBytes: 16 * GIB,
      diskBytes: 2_000 * GIB,
      diskRest: 0.66,
      indices: 30,
      primaryShards: 90,
      copies: 0,
      usage: 0.55,
      searchShare: 0.1,
      logsOf: { part: "broker-gateway", linesPerRequest: 3 },
      peoplePerS: 2,
      backupEnabled: false,
      backupRetentionDays: 0,
      deletionProtection: false,
    },
  },
];
