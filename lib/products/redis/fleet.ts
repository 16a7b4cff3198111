import { numbered, type App, type Instance, type UsedBy, type Zone } from "@/lib/simulator/part";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

export interface CachePlan {
  memoryBytes: number;
  memoryRest: number;
  /** Usage of the command thread at the design peak. */
  usage: number;
  /** Share of reads that find their key when it is warm. */
  hits: number;
  /** `cache`: what is lost is read again from the database; `store`: the only copy of its keys. */
  role: "cache" | "store";
  /** `maxmemory-policy`: a store must not lose keys, so it refuses writes instead. */
  evictionPolicy: "allkeys-lru" | "noeviction";
  keys: number;
  /** Keys that most reads go to: a cold cache is warm again when they have been read once. */
  hotKeys: number;
  /** Average answer. */
  answerBytes: number;
  bandwidthBytesPerS: number;
  connectionsMax: number;
  persistence: boolean;
  deletionProtection: boolean;
}

/** Bandwidth and connections of a standard CRS instance. */
const standard = { bandwidthBytesPerS: 96 * MIB, connectionsMax: 10_000 };
const cache = { ...standard, role: "cache", evictionPolicy: "allkeys-lru" } as const;
const store = { ...standard, role: "store", evictionPolicy: "noeviction" } as const;

const pair = (
  app: App,
  name: string,
  zones: readonly [Zone, Zone],
  plan: CachePlan,
  usedBy: readonly UsedBy[],
): Instance<CachePlan> => ({ name, app, cluster: name, members: numbered(name, zones), plan, usedBy });

/** Findings: `redis-cart` has both nodes in one zone, and neither it nor `redis-stock` keeps a backup. */
export const redisFleet: readonly Instance<CachePlan>[] = [
  pair(
    "mall",
    "redis-session",
    ["zone-a", "zone-b"],
    {
      ...cache,
      keys: 3_200_000,
      hotKeys: 60_000,
      answerBytes: 600,
      memoryBytes: 8 * GIB,
      memoryRest: 0.44,
      usage: 0.3,
      hits: 0.97,
      persistence: true,
      deletionProtection: true,
    },
    [
      {
        by: "user",
        port: "read",
        calls: 4,
        critical: true,
        fallback: { part: "mysql-user", port: "read", calls: 4 },
      },
    ],
  ),
  pair(
    "mall",
    "redis-product",
    ["zone-b", "zone-a"],
    {
      ...cache,
      keys: 5_400_000,
      hotKeys: 90_000,
      answerBytes: 1_800,
      memoryBytes: 16 * GIB,
      memoryRest: 0.62,
      usage: 0.6,
      hits: 0.93,
      persistence: true,
      deletionProtection: true,
    },
    [
      {
        by: "product",
        port: "read",
        calls: 2,
        critical: true,
        fallback: { part: "mysql-product", port: "read", calls: 3 },
      },
    ],
  ),
  pair(
    "mall",
    "redis-cart",
    ["zone-a", "zone-a"],
    {
      ...store,
      keys: 2_100_000,
      hotKeys: 40_000,
      answerBytes: 900,
      memoryBytes: 8 * GIB,
      memoryRest: 0.57,
      usage: 0.34,
      hits: 0.99,
      persistence: false,
      deletionProtection: false,
    },
    [{ by: "cart", port: "command", calls: 6, critical: true }],
  ),
  pair(
    "mall",
    "redis-stock",
    ["zone-b", "zone-a"],
    {
      ...store,
      keys: 480_000,
      hotKeys: 20_000,
      answerBytes: 120,
      memoryBytes: 4 * GIB,
      memoryRest: 0.36,
      usage: 0.22,
      hits: 0.995,
      persistence: false,
      deletionProtection: false,
    },
    [{ by: "inventory", port: "command", calls: 8, critical: true }],
  ),
  pair(
    "brokerage",
    "redis-quote",
    ["zone-a", "zone-b"],
    {
      ...store,
      keys: 62_000,
      hotKeys: 6_000,
      answerBytes: 700,
      bandwidthBytesPerS: 192 * MIB,
      memoryBytes: 8 * GIB,
      memoryRest: 0.31,
      usage: 0.5,
      hits: 0.999,
      persistence: false,
      deletionProtection: true,
    },
    [{ by: "quote", port: "command", calls: 3, critical: true }],
  ),
  pair(
    "brokerage",
    "redis-token",
    ["zone-b", "zone-c"],
    {
      ...cache,
      keys: 740_000,
      hotKeys: 12_000,
      answerBytes: 500,
      memoryBytes: 4 * GIB,
      memoryRest: 0.4,
      usage: 0.28,
      hits: 0.96,
      persistence: true,
      deletionProtection: true,
    },
    [
      {
        by: "account",
        port: "read",
        calls: 2,
        critical: true,
        fallback: { part: "mariadb-account", port: "read", calls: 2 },
      },
    ],
  ),
];
