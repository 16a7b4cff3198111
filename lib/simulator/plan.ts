/**
 * The capacity plan of the duty-free mall: who calls whom and how often, and how busy each part is at the traffic that
 * it was bought for. Costs (seconds of processor a request) are derived from it, so that the plan is the only truth.
 */

/** The fleet was bought for this multiple of an ordinary day's peak; it then shows the planned usage. */
export const DESIGN_PEAK_RATIO = 3;

export const ZONES = ["zone-a", "zone-b"] as const;
export type Zone = (typeof ZONES)[number];

export const SCENARIO_NAMES = ["browse", "cart", "order", "pay"] as const;
export type ScenarioName = (typeof SCENARIO_NAMES)[number];

/** Callers before callees. */
export const SERVICE_NAMES = [
  "gateway",
  "pay",
  "order",
  "cart",
  "product",
  "user",
  "inventory",
  "notify",
  "settlement",
] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

interface Call {
  service: ServiceName;
  /** Calls for one request of the caller. */
  calls: number;
  /** False: when it fails, the caller answers without it. */
  critical: boolean;
}

export interface ScenarioPlan {
  name: ScenarioName;
  /** Requests a second in the peak hour of an ordinary day. */
  peakPerS: number;
  calls: readonly Call[];
  /** Share of its traffic by load balancer. */
  entries: Readonly<Record<string, number>>;
}

const MALL_ENTRIES = { "clb-mall-a": 0.48, "clb-mall-b": 0.48, "clb-partner-a": 0.04 };
const PAY_ENTRIES = { "clb-pay-a": 0.5, "clb-pay-b": 0.5 };

export const SCENARIOS: readonly ScenarioPlan[] = [
  {
    name: "browse",
    peakPerS: 1_800,
    calls: [
      { service: "product", calls: 1, critical: true },
      { service: "user", calls: 0.2, critical: false },
    ],
    entries: MALL_ENTRIES,
  },
  {
    name: "cart",
    peakPerS: 260,
    calls: [
      { service: "cart", calls: 1, critical: true },
      { service: "product", calls: 0.3, critical: true },
      { service: "user", calls: 0.5, critical: false },
    ],
    entries: MALL_ENTRIES,
  },
  {
    name: "order",
    peakPerS: 110,
    calls: [
      { service: "order", calls: 1, critical: true },
      { service: "cart", calls: 0.5, critical: true },
      { service: "user", calls: 1, critical: true },
    ],
    entries: MALL_ENTRIES,
  },
  {
    name: "pay",
    peakPerS: 80,
    calls: [
      { service: "pay", calls: 1, critical: true },
      { service: "user", calls: 0.5, critical: true },
    ],
    entries: PAY_ENTRIES,
  },
];

export interface ServicePlan {
  name: ServiceName;
  podsPerZone: number;
  /** CPU usage at the design peak. */
  usage: number;
  /** Memory of a pod at rest, as a share of its limit. */
  memoryRest: number;
  calls: readonly Call[];
  /** Reads of a cache. What misses, or meets a dead cache, goes to the database. */
  caches: readonly { cache: string; reads: number; database: string; statements: number }[];
  /** A Redis that is the only copy: when it fails, the request fails. */
  stores: readonly { cache: string; commands: number }[];
  databases: readonly { database: string; reads: number; writes: number; critical: boolean }[];
  /** Messages for one request; `critical`: the request waits for the broker's answer. */
  messages: { count: number; critical: boolean };
  /** The consumer group that it reads as; it then serves messages, not requests. */
  group?: string;
  /** False: its containers have no limits for processor and memory. */
  limits?: boolean;
}

const none = { calls: [], caches: [], stores: [], databases: [], messages: { count: 0, critical: false } };

export const SERVICES: readonly ServicePlan[] = [
  { ...none, name: "gateway", podsPerZone: 6, usage: 0.62, memoryRest: 0.35 },
  {
    ...none,
    name: "pay",
    podsPerZone: 3,
    usage: 0.64,
    memoryRest: 0.48,
    calls: [{ service: "order", calls: 1, critical: true }],
    databases: [{ database: "mysql-pay", reads: 5, writes: 5, critical: true }],
    messages: { count: 2, critical: true },
  },
  {
    ...none,
    name: "order",
    podsPerZone: 5,
    usage: 0.72,
    memoryRest: 0.52,
    calls: [{ service: "inventory", calls: 0.7, critical: true }],
    databases: [{ database: "mysql-order", reads: 4, writes: 6, critical: true }],
    messages: { count: 2, critical: true },
  },
  {
    ...none,
    name: "cart",
    podsPerZone: 4,
    usage: 0.6,
    memoryRest: 0.42,
    stores: [{ cache: "redis-cart", commands: 6 }],
    databases: [{ database: "mysql-coupon", reads: 1.5, writes: 0.2, critical: false }],
    messages: { count: 0.5, critical: false },
  },
  {
    ...none,
    name: "product",
    podsPerZone: 8,
    usage: 0.7,
    memoryRest: 0.55,
    caches: [{ cache: "redis-product", reads: 2, database: "mysql-product", statements: 3 }],
    messages: { count: 0.2, critical: false },
  },
  {
    ...none,
    name: "user",
    podsPerZone: 4,
    usage: 0.52,
    memoryRest: 0.44,
    caches: [{ cache: "redis-session", reads: 4, database: "mysql-user", statements: 4 }],
    databases: [{ database: "mysql-user", reads: 0, writes: 0.3, critical: false }],
  },
  {
    ...none,
    name: "inventory",
    podsPerZone: 3,
    usage: 0.58,
    memoryRest: 0.4,
    stores: [{ cache: "redis-stock", commands: 8 }],
    databases: [{ database: "mysql-product", reads: 1, writes: 2, critical: true }],
  },
  { ...none, name: "notify", podsPerZone: 2, usage: 0.5, memoryRest: 0.38, group: "notify", limits: false },
  {
    ...none,
    name: "settlement",
    podsPerZone: 2,
    usage: 0.55,
    memoryRest: 0.46,
    databases: [{ database: "mysql-pay", reads: 0, writes: 0.5, critical: true }],
    group: "settlement",
    limits: false,
  },
];

const GIB = 1024 ** 3;

export interface DatabasePlan {
  name: string;
  /** One node each, the first is primary at the beginning. */
  zones: readonly Zone[];
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

/** Risk checks have something to find: `mysql-coupon` is one node without a backup whose small disk is nearly full. */
export const DATABASES: readonly DatabasePlan[] = [
  {
    ...sound,
    name: "mysql-order",
    zones: ["zone-a", "zone-a", "zone-b"],
    cores: 8,
    memoryBytes: 32 * GIB,
    diskBytes: 1_000 * GIB,
    diskRest: 0.46,
    connectionsMax: 1_200,
    usage: 0.7,
  },
  {
    ...sound,
    name: "mysql-pay",
    zones: ["zone-b", "zone-b", "zone-a"],
    cores: 8,
    memoryBytes: 32 * GIB,
    diskBytes: 1_000 * GIB,
    diskRest: 0.38,
    connectionsMax: 1_000,
    usage: 0.66,
  },
  {
    ...sound,
    name: "mysql-product",
    zones: ["zone-a", "zone-a", "zone-b"],
    cores: 8,
    memoryBytes: 32 * GIB,
    diskBytes: 500 * GIB,
    diskRest: 0.52,
    connectionsMax: 1_000,
    usage: 0.68,
    backupRetentionDays: 3,
  },
  {
    ...sound,
    name: "mysql-user",
    zones: ["zone-b", "zone-b", "zone-a"],
    cores: 4,
    memoryBytes: 16 * GIB,
    diskBytes: 500 * GIB,
    diskRest: 0.41,
    connectionsMax: 600,
    usage: 0.55,
    backupRetentionDays: 3,
    deletionProtection: false,
  },
  {
    name: "mysql-coupon",
    zones: ["zone-a"],
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
];

export interface CachePlan {
  name: string;
  /** Primary first, then its replica. */
  zones: readonly [Zone, Zone];
  memoryBytes: number;
  memoryRest: number;
  usage: number;
  /** Share of reads that find their key when it is warm. */
  hits: number;
  persistence: boolean;
  deletionProtection: boolean;
}

/** Findings: `redis-cart` has both nodes in one zone, and neither it nor `redis-stock` keeps a backup. */
export const CACHES: readonly CachePlan[] = [
  {
    name: "redis-session",
    zones: ["zone-a", "zone-b"],
    memoryBytes: 8 * GIB,
    memoryRest: 0.44,
    usage: 0.3,
    hits: 0.97,
    persistence: true,
    deletionProtection: true,
  },
  {
    name: "redis-product",
    zones: ["zone-b", "zone-a"],
    memoryBytes: 16 * GIB,
    memoryRest: 0.62,
    usage: 0.6,
    hits: 0.93,
    persistence: true,
    deletionProtection: true,
  },
  {
    name: "redis-cart",
    zones: ["zone-a", "zone-a"],
    memoryBytes: 8 * GIB,
    memoryRest: 0.57,
    usage: 0.34,
    hits: 0.99,
    persistence: false,
    deletionProtection: false,
  },
  {
    name: "redis-stock",
    zones: ["zone-b", "zone-a"],
    memoryBytes: 4 * GIB,
    memoryRest: 0.36,
    usage: 0.22,
    hits: 0.995,
    persistence: false,
    deletionProtection: false,
  },
];

export interface BalancerPlan {
  name: string;
  /** The zone it serves from, then the standby, if it has one. */
  zones: readonly Zone[];
  connectionsMax: number;
  /** Days from the start of the history until its certificate ends. */
  certificateDays: number;
}

/** Findings: `clb-partner-a` has no standby zone, and certificates end soon, those of payment among them. */
export const BALANCERS: readonly BalancerPlan[] = [
  { name: "clb-mall-a", zones: ["zone-a", "zone-b"], connectionsMax: 200_000, certificateDays: 240 },
  { name: "clb-mall-b", zones: ["zone-b", "zone-a"], connectionsMax: 200_000, certificateDays: 240 },
  { name: "clb-pay-a", zones: ["zone-a", "zone-b"], connectionsMax: 20_000, certificateDays: 36 },
  { name: "clb-pay-b", zones: ["zone-b", "zone-a"], connectionsMax: 20_000, certificateDays: 36 },
  { name: "clb-partner-a", zones: ["zone-a"], connectionsMax: 10_000, certificateDays: 24 },
];

export const BROKER_ZONES: readonly Zone[] = ["zone-a", "zone-b", "zone-a"];
/** CPU usage of a broker at the design peak. */
export const BROKER_USAGE = 0.45;
export const BROKER_CORES = 4;
export const BROKER_DISK_BYTES = 500 * GIB;
export const PARTITIONS_PER_BROKER = 8;

export const NODES_PER_ZONE = 8;
export const NODE_CORES = 16;
export const NODE_MEMORY_BYTES = 64 * GIB;
export const POD_CORES = 3;
export const POD_MEMORY_BYTES = 6 * GIB;
/** Requests that a pod works on at once before it refuses (Tomcat's `maxThreads` is 200 by default). */
export const POD_THREADS = 200;
