import { numbered, type App, type Instance, type UsedBy, type Zone } from "@/lib/simulator/part";

const GIB = 1024 ** 3;

export interface CachePlan {
  memoryBytes: number;
  memoryRest: number;
  /** Usage of the command thread at the design peak. */
  usage: number;
  /** Share of reads that find their key when it is warm. */
  hits: number;
  persistence: boolean;
  deletionProtection: boolean;
}

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
      memoryBytes: 4 * GIB,
      memoryRest: 0.36,
      usage: 0.22,
      hits: 0.995,
      persistence: false,
      deletionProtection: false,
    },
    [{ by: "inventory", port: "command", calls: 8, critical: true }],
  ),
];
