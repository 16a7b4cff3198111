import type { Labels } from "@/lib/metrics/store";
import type { Port } from "@/lib/simulator/graph";
import { newHistogram, newLatency, observe, observeFailures } from "@/lib/simulator/latency";
import {
  defineBehaviour,
  Part,
  type Instance,
  type Member,
  type Site,
  type Tick,
  type Zone,
} from "@/lib/simulator/part";
import { newServed, serve, type Served } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { TargetState } from "../types";
import { CALL_BUCKETS } from "../views";
import { mysqlFleet, type DatabasePlan } from "./fleet";

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
const CONNECT_TIMEOUT_S = 1;
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

/** Buffer pool and fixed buffers, then what each connection takes. */
const MEMORY_REST = 0.7;
const CONNECTION_BYTES = 4 * 1024 ** 2;

class Node {
  readonly state;
  readonly fx = { down: 0, stress: 0, scanShare: 0, scanS: 0, held: 0, applierStopped: 0 };
  constructor(
    readonly id: string,
    readonly zone: Zone | null,
    private readonly plan: DatabasePlan,
  ) {
    this.state = {
      up: 1,
      /** Seconds since it went down. */
      downForS: 0,
      /** Seconds that it has been starting. */
      startForS: 0,
      /** 1 once a lost machine was replaced: its fault no longer holds the new one. */
      replaced: 0,
      usage: 0,
      lagS: 0,
      connections: POOL_REST,
      /** Connections that the services can have. */
      pool: plan.connectionsMax,
      refused: 0,
      diskBytes: plan.diskBytes * plan.diskRest,
      queries: 0,
      errors: 0,
      slow: 0,
      lockWaits: 0,
      running: 0,
      backlog: 0,
      /** Share of statements sent here that fail. */
      failed: 0,
      /** Of a statement sent here. */
      outcome: newLatency(0.002),
      latency: newHistogram(CALL_BUCKETS),
    };
  }

  stepLiveness(hasOtherPrimary: boolean, dtS: number): void {
    const { state, fx } = this;
    if (fx.down === 0) state.replaced = 0;
    if (fx.down > 0 && state.replaced === 0) {
      state.up = 0;
      state.startForS = 0;
    } else if (state.up === 0) {
      state.startForS += dtS;
      if (state.startForS >= RESTART_S) state.up = 1;
    }
    if (state.up === 1) {
      state.downForS = 0;
      return;
    }
    state.downForS += dtS;
    state.backlog = 0;
    if (hasOtherPrimary && state.downForS > REBUILD_AFTER_S) {
      state.replaced = 1;
      state.up = 1;
      state.downForS = 0;
      state.lagS = 2;
    }
  }

  /**
   * Connections that the services have at most. What a fault holds is missing to them; those that they have already are
   * lost one after another, as each reaches its end of life and cannot be renewed.
   */
  private stepPool(rest: number, dtS: number): number {
    const { state, fx, plan } = this;
    const free = plan.connectionsMax * (1 - fx.held);
    const own = Math.min(state.pool, rest + state.running);
    const kept = own > free ? (own - free) * Math.exp(-dtS / POOL_DECAY_S) : 0;
    state.pool = free + kept;
    return state.pool;
  }

  /** Serves `perS` statements a second that cost `costS` core-seconds each. */
  serve(perS: number, costS: number, isPrimary: boolean, dtS: number, served: Served): void {
    const { state, fx, plan } = this;
    const { outcome } = state;
    if (state.up === 0) {
      state.failed = 1;
      state.usage = 0;
      state.running = 0;
      state.connections = 0;
      return;
    }
    const rest = (isPrimary ? POOL_REST : POOL_REST / 2) * (plan.connectionsMax / 1_000);
    const pool = this.stepPool(rest, dtS);
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
    serve(admitted, capacity, plan.cores, patienceS, state.backlog, dtS, served);
    state.backlog = served.backlog;
    const timedOut = scanS > PATIENCE_S ? fx.scanShare : 0;
    state.failed = 1 - (1 - refused) * (1 - served.failed) * (1 - timedOut);
    outcome.meanS = ROUND_TRIP_S + own + served.waitS;
    outcome.varianceS2 = (own + served.waitS) ** 2;
    outcome.tailShare = fx.scanShare - timedOut;
    outcome.tailS = scanS;
    this.count(perS * dtS, refused, timedOut, served);
    state.running = Math.min(pool, inWork * (1 - refused) + state.backlog);
    const used = Math.min(pool, rest + state.running);
    state.connections = used + Math.min(fx.held * plan.connectionsMax, plan.connectionsMax - used);
    const busy = Math.min(1, (admitted * (costS + scanCostS)) / plan.cores / speed);
    state.usage = Math.min(1, 0.02 + busy * (1 - fx.stress / 2) + fx.stress);
  }

  private count(n: number, refused: number, timedOut: number, served: Served): void {
    const { state } = this;
    const { outcome } = state;
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
  }
}

class Cluster extends Part {
  override readonly state = { primary: 0, lostForS: 0, failovers: 0 };
  readonly nodes: readonly Node[];
  readonly members: readonly Member[];
  private readonly plan: DatabasePlan;
  private readonly read: Port;
  private readonly write: Port;
  /** Core-seconds of one statement; from the capacity plan. */
  private costS = 0;
  /** Writes a second that a replica's applier manages; from the capacity plan. */
  private applyPerS = 0;
  private readonly served = newServed();

  constructor(instance: Instance<DatabasePlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    this.read = this.open("read");
    this.write = this.open("write");
    this.nodes = instance.members.map(({ id, zone }) => new Node(site.name(id), zone, plan));
    const spec = {
      zones: [...new Set(instance.members.map(({ zone }) => zone))],
      replicas: instance.members.length,
      cpuCores: plan.cores,
      memoryBytes: plan.memoryBytes,
      diskBytes: plan.diskBytes,
      connectionsMax: plan.connectionsMax,
      backupEnabled: plan.backupEnabled,
      backupRetentionDays: plan.backupRetentionDays,
      deletionProtection: plan.deletionProtection,
    };
    this.members = this.nodes.map((node, i) => {
      const { id, zone, state, fx } = node;
      return {
        id,
        zone,
        spec,
        state,
        fx,
        effects: {
          "mysql.primary_down": () => {
            fx.down = 1;
          },
          "mysql.cpu_exhaustion": (p) => {
            fx.stress = Math.max(fx.stress, Number(p["usageRatio"]));
          },
          "mysql.slow_queries": (p) => {
            fx.scanShare = Math.max(fx.scanShare, Number(p["queriesRatio"]));
            fx.scanS = Math.max(fx.scanS, Number(p["scanMs"]) / 1_000);
          },
          "mysql.connections_exhausted": (p) => {
            fx.held = Math.max(fx.held, Number(p["heldRatio"]));
          },
          "mysql.replication_delay": () => {
            fx.applierStopped = 1;
          },
        },
        series: (labels) => this.series(node, i, labels),
        target: () => this.target(node),
      };
    });
  }

  /** The plan's usage is met when the primary serves all writes and its part of the reads of the design peak. */
  override size(): void {
    const { plan, read, write } = this;
    const onPrimary = write.offered + read.offered * (this.nodes.length > 1 ? 1 - REPLICA_READS : 1);
    this.costS = (plan.usage * plan.cores) / Math.max(1e-9, onPrimary);
    this.applyPerS = Math.max(1, write.offered * APPLY_HEADROOM);
  }

  /** The replica to promote: of the lost primary's zone before the others, then the one least behind. */
  private candidate(): number {
    const { nodes, state } = this;
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

  /** Liveness and election. */
  override begin({ dtS }: Tick): void {
    const { nodes, state } = this;
    const alive = nodes[state.primary]?.state.up === 1;
    for (const [i, node] of nodes.entries()) node.stepLiveness(alive && i !== state.primary, dtS);
    const primary = nodes[state.primary];
    if (!primary || primary.state.up === 1) {
      state.lostForS = 0;
      return;
    }
    state.lostForS += dtS;
    const next = this.candidate();
    const chosen = nodes[next];
    if (!chosen) return;
    const after = ELECT_AFTER_S + (chosen.zone === primary.zone ? 0 : ELECT_ACROSS_ZONES_S);
    if (state.lostForS <= after) return;
    state.primary = next;
    state.lostForS = 0;
    state.failovers += 1;
    chosen.state.lagS = 0;
  }

  override step({ dtS }: Tick): void {
    const { nodes, state, read, write, costS, served } = this;
    const primary = nodes[state.primary];
    if (!primary) return;
    let replicasUp = 0;
    for (const [i, node] of nodes.entries()) if (i !== state.primary) replicasUp += node.state.up;
    const toReplicas = replicasUp > 0 ? read.offered * REPLICA_READS : 0;
    let replicasFailed = 0;
    let replica: Node | undefined;
    for (const [i, node] of nodes.entries()) {
      const isPrimary = i === state.primary;
      const perS = isPrimary
        ? write.offered + read.offered - toReplicas
        : replicasUp > 0
          ? toReplicas / replicasUp
          : 0;
      node.serve(perS, costS, isPrimary, dtS, served);
      if (isPrimary || node.state.up === 0) continue;
      replicasFailed += node.state.failed / replicasUp;
      replica = node;
    }
    this.replicate(primary, write.offered * (1 - primary.state.failed), dtS);
    write.next.failed = primary.state.failed;
    read.next.failed = replica
      ? replicasFailed * REPLICA_READS + primary.state.failed * (1 - REPLICA_READS)
      : primary.state.failed;
    Object.assign(write.next.latency, primary.state.outcome);
    Object.assign(read.next.latency, (replica ?? primary).state.outcome);
    write.next.failsAfterS = read.next.failsAfterS = CONNECT_TIMEOUT_S;
  }

  /** What `writes` a second do to the disks, and to the replicas that apply them. */
  private replicate(primary: Node, writes: number, dtS: number): void {
    const { nodes, plan, costS } = this;
    const applying = (writes * costS * APPLY_COST_SHARE) / plan.cores;
    for (const node of nodes)
      if (node !== primary && node.state.up === 1 && node.fx.applierStopped === 0)
        node.state.usage = Math.min(1, node.state.usage + applying);
    this.stepLag(primary, writes, dtS);
    primary.state.lockWaits += writes * dtS * Math.min(0.2, primary.state.outcome.meanS * 0.6);
    for (const node of nodes) if (node.state.up === 1) node.state.diskBytes += writes * dtS * BYTES_PER_WRITE;
  }

  private stepLag(primary: Node, writes: number, dtS: number): void {
    const pressure = writes / this.applyPerS;
    for (const node of this.nodes) {
      const { state, fx } = node;
      if (node === primary || state.up === 0) {
        state.lagS = 0;
        continue;
      }
      // While nobody writes there is nothing to fall behind of, so time alone adds no lag.
      if (fx.applierStopped > 0) state.lagS += this.write.offered > 0 ? dtS : 0;
      else {
        const rest = 0.1 + 0.6 * pressure * pressure;
        const gain = pressure < 1 ? Math.min(CATCH_UP_MAX, 1 / Math.max(0.01, pressure) - 1) : 1 - pressure;
        state.lagS = Math.max(rest, state.lagS - gain * dtS);
      }
    }
  }

  private series({ state }: Node, index: number, labels: Labels): WorldSeries[] {
    const { plan } = this;
    return new SeriesOf(labels, () => state.up === 1)
      .always("mysql_up", () => state.up)
      .always("mysql_is_primary", () => (this.state.primary === index ? state.up : 0))
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

  private target({ state, fx, id }: Node): TargetState {
    const { nodes, state: whole } = this;
    return {
      compared: {
        up: state.up === 1,
        clusterNodesUp: nodes.filter((member) => member.state.up === 1).length,
        clusterHasPrimary: nodes[whole.primary]?.state.up === 1,
        replicationInTime: state.lagS < 10,
        disturbed: fx.stress > 0 || fx.scanShare > 0 || fx.held > 0,
      },
      detail: {
        role: nodes[whole.primary]?.id === id ? "primary" : "replica",
        failovers: whole.failovers,
      },
    };
  }
}

export const behaviour = defineBehaviour(
  "mysql",
  mysqlFleet,
  (instance, site) => new Cluster(instance, site),
);
