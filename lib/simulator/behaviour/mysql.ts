import { CALL_BUCKETS } from "@/lib/products/views";
import type { Labels } from "@/lib/metrics/store";
import type { TargetState } from "@/lib/products/types";
import { TICK_S } from "../constants";
import { newHistogram, newLatency, observe, observeFailures, type Histogram, type Latency } from "../latency";
import type { DatabasePlan, Zone } from "../plan";
import { newServed, serve, type Served } from "../queueing";
import { SeriesOf, type WorldSeries } from "../series";

/** Three missed heartbeats five seconds apart, applying the relay log and moving the address. */
const ELECT_AFTER_S = 25;
/** Without a replica in the primary's zone, the address also moves across zones. */
const ELECT_ACROSS_ZONES_S = 5;
/** A failed node is replaced from the newest snapshot and the log: within the 60 s of the target, election included. */
const REBUILD_AFTER_S = 50;
/** A machine that merely starts again recovers its redo log. */
const RESTART_S = 15;
/** Services give a statement three seconds (`socketTimeout` of their pools). */
const PATIENCE_S = 3;
/** `connectTimeout` of their pools: what a statement to a dead node costs. */
export const CONNECT_TIMEOUT_S = 1;
const ROUND_TRIP_S = 0.0005;
/** Share of reads that may be stale and so go to replicas. */
const REPLICA_READS = 0.5;
/** `long_query_time`. */
const SLOW_S = 1;
/** A scan mostly waits for the disk. */
const SCAN_CPU_SHARE = 0.1;
/** How many writes a second an applier manages, as a multiple of the design peak's. */
const APPLY_HEADROOM = 1.6;
/** A row change is applied without parsing, planning and locking: our choice of what is left of a write's cost. */
const APPLY_COST_SHARE = 0.4;
/** Replicas that fell behind read a backlog faster than it came, at most this many seconds a second. */
const CATCH_UP_MAX = 4;
/** Pools let go of connections they cannot renew with this time constant: `maxLifetime` is reached by one after another. */
const POOL_DECAY_S = 15;
/** What a written row takes with its indexes and, until purged, its binlog. */
const BYTES_PER_WRITE = 260;
/** Pools that keep idle connections, one a service and pod. */
const POOL_REST = 60;
/** Idle connections that a pod's pool keeps; one is the least to work at all, and pods cannot lend each other any. */
const POOL_REST_A_POD = 3;

export interface MysqlNodeState {
  up: number;
  /** Seconds since it went down. */
  downForS: number;
  /** Seconds that it has been starting. */
  startForS: number;
  /** 1 once a lost machine was replaced: its fault no longer holds the new one. */
  replaced: number;
  usage: number;
  lagS: number;
  connections: number;
  /** Connections that the services can have. */
  pool: number;
  refused: number;
  diskBytes: number;
  queries: number;
  errors: number;
  slow: number;
  lockWaits: number;
  running: number;
  backlog: number;
  /** Share of statements sent here that fail. */
  failed: number;
  outcome: Latency;
  latency: Histogram;
}

export interface MysqlNode {
  id: string;
  zone: Zone;
  state: MysqlNodeState;
  fx: {
    down: number;
    stress: number;
    scanShare: number;
    scanS: number;
    held: number;
    applierStopped: number;
  };
}

export interface MysqlCluster {
  plan: DatabasePlan;
  nodes: MysqlNode[];
  /** Core-seconds of one statement; from the capacity plan. */
  costS: number;
  /** Writes a second that a replica's applier manages; from the capacity plan. */
  applyPerS: number;
  offered: { reads: number; writes: number };
  state: {
    primary: number;
    lostForS: number;
    failovers: number;
    /** Share of a request's statements to the primary, and to replicas, that fail. */
    writeFailed: number;
    readFailed: number;
    write: Latency;
    read: Latency;
  };
  served: Served;
}

export const newMysqlCluster = (plan: DatabasePlan, ids: readonly string[]): MysqlCluster => ({
  plan,
  nodes: ids.map((id, i) => ({
    id,
    zone: plan.zones[i] ?? "zone-a",
    state: {
      up: 1,
      downForS: 0,
      startForS: 0,
      replaced: 0,
      usage: 0,
      lagS: 0,
      connections: POOL_REST,
      pool: plan.connectionsMax,
      refused: 0,
      diskBytes: plan.diskBytes * plan.diskRest,
      queries: 0,
      errors: 0,
      slow: 0,
      lockWaits: 0,
      running: 0,
      backlog: 0,
      failed: 0,
      outcome: newLatency(0.002),
      latency: newHistogram(CALL_BUCKETS),
    },
    fx: { down: 0, stress: 0, scanShare: 0, scanS: 0, held: 0, applierStopped: 0 },
  })),
  costS: 0,
  applyPerS: 0,
  offered: { reads: 0, writes: 0 },
  state: {
    primary: 0,
    lostForS: 0,
    failovers: 0,
    writeFailed: 0,
    readFailed: 0,
    write: newLatency(0.002),
    read: newLatency(0.002),
  },
  served: newServed(),
});

/** The plan's usage is met when the primary serves all writes and its part of the reads of the design peak. */
export function sizeMysql(cluster: MysqlCluster): void {
  const { plan, offered } = cluster;
  const onPrimary = offered.writes + offered.reads * (plan.zones.length > 1 ? 1 - REPLICA_READS : 1);
  cluster.costS = (plan.usage * plan.cores) / onPrimary;
  cluster.applyPerS = Math.max(1, offered.writes * APPLY_HEADROOM);
}

function stepNodeLiveness({ state, fx }: MysqlNode, hasOtherPrimary: boolean): void {
  if (fx.down === 0) state.replaced = 0;
  if (fx.down > 0 && state.replaced === 0) {
    state.up = 0;
    state.startForS = 0;
  } else if (state.up === 0) {
    state.startForS += TICK_S;
    if (state.startForS >= RESTART_S) state.up = 1;
  }
  if (state.up === 1) {
    state.downForS = 0;
    return;
  }
  state.downForS += TICK_S;
  state.backlog = 0;
  if (hasOtherPrimary && state.downForS > REBUILD_AFTER_S) {
    state.replaced = 1;
    state.up = 1;
    state.downForS = 0;
    state.lagS = 2;
  }
}

/** The replica to promote: of the lost primary's zone before the others, then the one least behind. */
function candidate({ nodes, state }: MysqlCluster): number {
  const zone = nodes[state.primary]?.zone;
  let best = -1;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const [i, node] of nodes.entries()) {
    if (node.state.up === 0) continue;
    const rank = (node.zone === zone ? 0 : 1e6) + node.state.lagS;
    if (rank < bestRank) {
      best = i;
      bestRank = rank;
    }
  }
  return best;
}

function stepElection(cluster: MysqlCluster): void {
  const { nodes, state } = cluster;
  const alive = nodes[state.primary]?.state.up === 1;
  for (const [i, node] of nodes.entries()) stepNodeLiveness(node, alive && i !== state.primary);
  const primary = nodes[state.primary];
  if (!primary || primary.state.up === 1) {
    state.lostForS = 0;
    return;
  }
  state.lostForS += TICK_S;
  const next = candidate(cluster);
  const chosen = nodes[next];
  if (!chosen) return;
  const after = ELECT_AFTER_S + (chosen.zone === primary.zone ? 0 : ELECT_ACROSS_ZONES_S);
  if (state.lostForS <= after) return;
  state.primary = next;
  state.lostForS = 0;
  state.failovers += 1;
  chosen.state.lagS = 0;
}

/**
 * Connections that the services have at most. What a fault holds is missing to them; those that they have already are
 * lost one after another, as each reaches its end of life and cannot be renewed.
 */
function stepPool({ state, fx }: MysqlNode, plan: DatabasePlan, rest: number): number {
  const free = plan.connectionsMax * (1 - fx.held);
  const own = Math.min(state.pool, rest + state.running);
  const kept = own > free ? (own - free) * Math.exp(-TICK_S / POOL_DECAY_S) : 0;
  state.pool = free + kept;
  return state.pool;
}

function stepNode(cluster: MysqlCluster, node: MysqlNode, isPrimary: boolean, perS: number): void {
  const { plan, costS, served } = cluster;
  const { state, fx } = node;
  if (state.up === 0) {
    state.failed = 1;
    state.usage = 0;
    state.running = 0;
    state.connections = 0;
    return;
  }
  const rest = (isPrimary ? POOL_REST : POOL_REST / 2) * (plan.connectionsMax / 1_000);
  const pool = stepPool(node, plan, rest);
  const scanCostS = fx.scanShare * fx.scanS * SCAN_CPU_SHARE;
  // A busy loop per core shares it half and half with the server's threads.
  const speed = 1 - fx.stress / 2;
  const cost = (costS + scanCostS) / speed;
  const scanS = fx.scanS / speed;
  const own = costS / speed;
  // Who is worked on or waits holds a connection, so the pool bounds both.
  const inWork = perS * (ROUND_TRIP_S + own + fx.scanShare * scanS);
  const needed = Math.max(inWork, rest / POOL_REST_A_POD);
  const refused = needed > pool ? 1 - pool / needed : 0;
  const admitted = perS * (1 - refused);
  const capacity = plan.cores / cost;
  const patienceS = Math.min(PATIENCE_S, Math.max(0, pool - inWork) / capacity);
  serve(admitted, capacity, plan.cores, patienceS, state.backlog, served);
  state.backlog = served.backlog;
  const timedOut = scanS > PATIENCE_S ? fx.scanShare : 0;
  state.failed = 1 - (1 - refused) * (1 - served.failed) * (1 - timedOut);
  const { outcome } = state;
  outcome.meanS = ROUND_TRIP_S + own + served.waitS;
  outcome.varianceS2 = (own + served.waitS) ** 2;
  outcome.tailShare = fx.scanShare - timedOut;
  outcome.tailS = scanS;

  const n = perS * TICK_S;
  const ok = n * (1 - state.failed);
  state.queries += n;
  state.errors += n - ok;
  observe(state.latency, CALL_BUCKETS, ok, outcome);
  // Past a full queue there is no connection either; neither became a statement, so neither has a duration.
  const turnedAway = 1 - (1 - refused) * (1 - served.failed);
  state.refused += n * turnedAway;
  const late = n * (1 - turnedAway) * timedOut;
  observeFailures(state.latency, CALL_BUCKETS, late, PATIENCE_S);
  const overS = Math.sqrt(outcome.varianceS2);
  const slowShare = Math.exp(-Math.max(0, SLOW_S - outcome.meanS + overS) / overS);
  state.slow += ok * (slowShare + (outcome.tailS >= SLOW_S ? outcome.tailShare : 0)) + late;
  state.running = Math.min(pool, inWork * (1 - refused) + state.backlog);
  const held = Math.min(
    fx.held * plan.connectionsMax,
    plan.connectionsMax - Math.min(pool, rest + state.running),
  );
  state.connections = Math.min(pool, rest + state.running) + held;
  state.usage = Math.min(
    1,
    0.02 +
      Math.min(1, (admitted * (costS + scanCostS)) / plan.cores / speed) * (1 - fx.stress / 2) +
      fx.stress,
  );
}

function stepReplication({ nodes, state, offered, applyPerS }: MysqlCluster, writes: number): void {
  const pressure = writes / applyPerS;
  for (const [i, { state: node, fx }] of nodes.entries()) {
    if (i === state.primary || node.up === 0) {
      node.lagS = 0;
      continue;
    }
    // While nobody writes there is nothing to fall behind of, so time alone adds no lag.
    if (fx.applierStopped > 0) node.lagS += offered.writes > 0 ? TICK_S : 0;
    else {
      const rest = 0.1 + 0.6 * pressure * pressure;
      const gain = pressure < 1 ? Math.min(CATCH_UP_MAX, 1 / Math.max(0.01, pressure) - 1) : 1 - pressure;
      node.lagS = Math.max(rest, node.lagS - gain * TICK_S);
    }
  }
}

export function stepMysql(cluster: MysqlCluster): void {
  stepElection(cluster);
  const { nodes, state, offered } = cluster;
  const primary = nodes[state.primary];
  if (!primary) return;
  let replicasUp = 0;
  for (const [i, node] of nodes.entries()) if (i !== state.primary) replicasUp += node.state.up;
  const toReplicas = replicasUp > 0 ? offered.reads * REPLICA_READS : 0;
  let readFailed = 0;
  let replica: MysqlNode | undefined;
  for (const [i, node] of nodes.entries()) {
    const isPrimary = i === state.primary;
    const perS = isPrimary
      ? offered.writes + offered.reads - toReplicas
      : replicasUp > 0
        ? toReplicas / replicasUp
        : 0;
    stepNode(cluster, node, isPrimary, perS);
    if (!isPrimary && node.state.up === 1) {
      readFailed += node.state.failed / replicasUp;
      replica = node;
    }
  }
  const writes = offered.writes * (1 - primary.state.failed);
  const applying = (writes * cluster.costS * APPLY_COST_SHARE) / cluster.plan.cores;
  for (const node of nodes)
    if (node !== primary && node.state.up === 1 && node.fx.applierStopped === 0)
      node.state.usage = Math.min(1, node.state.usage + applying);
  stepReplication(cluster, writes);
  primary.state.lockWaits += writes * TICK_S * Math.min(0.2, primary.state.outcome.meanS * 0.6);
  for (const node of nodes)
    if (node.state.up === 1) node.state.diskBytes += writes * TICK_S * BYTES_PER_WRITE;
  state.writeFailed = primary.state.failed;
  state.readFailed = replica
    ? readFailed * REPLICA_READS + primary.state.failed * (1 - REPLICA_READS)
    : primary.state.failed;
  Object.assign(state.write, primary.state.outcome);
  Object.assign(state.read, (replica ?? primary).state.outcome);
}

/** Buffer pool and fixed buffers, then what each connection takes. */
const MEMORY_REST = 0.7;
const CONNECTION_BYTES = 4 * 1024 ** 2;

export function mysqlSeries(cluster: MysqlCluster, index: number, labels: Labels): WorldSeries[] {
  const node = cluster.nodes[index];
  if (!node) return [];
  const { state } = node;
  const { plan } = cluster;
  return new SeriesOf(labels, () => state.up === 1)
    .always("mysql_up", () => state.up)
    .always("mysql_is_primary", () => (cluster.state.primary === index ? state.up : 0))
    .gauge("mysql_cpu_usage_ratio", () => state.usage)
    .gauge("mysql_memory_usage_ratio", () =>
      Math.min(1, MEMORY_REST + (state.connections * CONNECTION_BYTES) / plan.memoryBytes),
    )
    .gauge("mysql_disk_usage_ratio", () => Math.min(1, state.diskBytes / plan.diskBytes))
    .gauge("mysql_connections", () => Math.round(state.connections))
    .gauge("mysql_connections_max", () => plan.connectionsMax)
    .counter("mysql_connections_refused_total", () => state.refused)
    .counter("mysql_queries_total", () => state.queries)
    .counter("mysql_query_errors_total", () => state.errors)
    .counter("mysql_slow_queries_total", () => state.slow)
    .histogram("mysql_query_duration_seconds", CALL_BUCKETS, state.latency)
    .gauge("mysql_threads_running", () => state.running)
    .seconds("mysql_replication_lag_seconds", () => state.lagS)
    .counter("mysql_row_lock_waits_total", () => state.lockWaits).all;
}

export const mysqlTarget = (cluster: MysqlCluster, node: MysqlNode): TargetState => ({
  compared: {
    up: node.state.up === 1,
    clusterNodesUp: cluster.nodes.filter((member) => member.state.up === 1).length,
    clusterHasPrimary: cluster.nodes[cluster.state.primary]?.state.up === 1,
    replicationInTime: node.state.lagS < 10,
    disturbed: node.fx.stress > 0 || node.fx.scanShare > 0 || node.fx.held > 0,
  },
  detail: {
    role: cluster.nodes[cluster.state.primary] === node ? "primary" : "replica",
    failovers: cluster.state.failovers,
  },
});
