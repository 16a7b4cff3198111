import type { Labels } from "@/lib/metrics/store";
import { meet, newDownstream, type Downstream, type Outcome, type Port } from "@/lib/simulator/graph";
import type { Latency } from "@/lib/simulator/latency";
import {
  defineBehaviour,
  Part,
  type Instance,
  type Member,
  type Site,
  type Tick,
} from "@/lib/simulator/part";
import { newServed, settled } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { TargetState } from "../types";
import { CALL_BUCKETS } from "../views";
import { mongodbFleet, type ReplicaSetPlan } from "./fleet";
import { Node } from "./behaviour-node";

/** `electionTimeoutMillis` (10 s) without a heartbeat, then the vote: the manual's median is 12 s in all. */
const ELECT_AFTER_S = 12;
/** `replSetStepDown` hands over to a secondary that has caught up: the vote alone. */
const HAND_OVER_S = 2;
/** Equally up to date, a member of the same zone is preferred: by its `priority`, our choice. */
const OTHER_ZONE_RANK_S = 1;
/** What a driver waits for a server to select before it gives up, as the services set `serverSelectionTimeoutMS`. */
const SELECTION_TIMEOUT_S = 3;
/** How many writes a second a secondary applies, as a multiple of the design peak's. */
const APPLY_HEADROOM = 2;
/** A change is applied without parsing and planning: our choice of what is left of a write's cost. */
const APPLY_COST_SHARE = 0.4;
/** A secondary that fell behind reads a backlog faster than it came, at most this many seconds a second. */
const CATCH_UP_MAX = 4;
/** What a written document takes with its indexes, and in the oplog. */
const BYTES_PER_WRITE = 700;
const OPLOG_BYTES_PER_WRITE = 1_200;
/** The reach of the oplog is told at the pace of the last hour. */
const PACE_S = 3_600;
/** Heartbeats and monitoring write a little even at night. */
const WRITES_REST_PER_S = 2;

function tell(to: Outcome, own: number, latency: Latency, disk: Downstream): void {
  to.failed = 1 - (1 - own) * (1 - disk.failed);
  to.failsAfterS = own > 0 ? SELECTION_TIMEOUT_S : disk.failsAfterS;
  to.latency.meanS = latency.meanS + disk.meanS;
  to.latency.varianceS2 = latency.varianceS2 + disk.varianceS2;
  to.latency.tailShare = Math.min(1, latency.tailShare + disk.tailShare);
  to.latency.tailS = Math.max(latency.tailS, disk.tailShare > 0 ? disk.tailS : 0);
}

/** A replica set: a primary that takes writes, secondaries that follow it. */
class ReplicaSet extends Part {
  override readonly state = {
    /** Index of the primary; -1 while there is none. */
    primary: 0,
    lostForS: 0,
    /** Seconds without a primary that are still to come after a hand-over. */
    gapS: 0,
    /** Writes a second, slowly averaged. */
    pacePerS: WRITES_REST_PER_S,
  };
  readonly nodes: readonly Node[];
  readonly members: readonly Member[];
  private readonly plan: ReplicaSetPlan;
  private readonly read: Port;
  private readonly write: Port;
  /** Core-seconds of one operation, and writes a second that a secondary applies; from the capacity plan. */
  private costS = 0.001;
  private applyPerS = 1;
  private readonly served = newServed();
  private readonly readDisk = newDownstream();
  private readonly writeDisk = newDownstream();
  private readonly mixedDisk = newDownstream();

  constructor(instance: Instance<ReplicaSetPlan>, site: Site) {
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
    this.members = this.nodes.map((node, i) => ({
      id: node.id,
      zone: node.zone,
      spec,
      state: node.state,
      fx: node.fx,
      effects: effectsOf(node),
      series: (labels) => this.series(node, i, labels),
      target: () => this.target(node, i),
    }));
    this.state.pacePerS = WRITES_REST_PER_S;
  }

  /** The plan's usage is met when the primary serves all writes and its part of the reads of the design peak. */
  override size(): void {
    const { plan, read, write } = this;
    const onPrimary = write.offered + read.offered * (1 - plan.secondaryReads);
    this.costS = (plan.usage * plan.cores) / Math.max(10, onPrimary);
    this.applyPerS = Math.max(10, write.offered * APPLY_HEADROOM);
    this.state.pacePerS = Math.max(WRITES_REST_PER_S, write.offered / 4);
  }

  private candidate(): number {
    const { nodes, state } = this;
    const zone = nodes[state.primary]?.zone;
    let best = -1;
    let bestRank = Number.POSITIVE_INFINITY;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i];
      if (!node || node.state.up === 0 || node.state.stale === 1 || node.fx.steppedDown > 0) continue;
      const rank = node.state.lagS + (node.zone === zone ? 0 : OTHER_ZONE_RANK_S);
      if (rank >= bestRank) continue;
      best = i;
      bestRank = rank;
    }
    return best;
  }

  private elect(index: number): void {
    const chosen = this.nodes[index];
    if (!chosen) return;
    this.state.primary = index;
    this.state.lostForS = 0;
    chosen.state.elections += 1;
    chosen.state.lagS = 0;
  }

  /** Liveness and elections. A primary that sees no majority steps down. */
  override begin({ dtS }: Tick): void {
    const { nodes, state } = this;
    let up = 0;
    for (const node of nodes) {
      node.stepLiveness(dtS);
      up += node.state.up;
    }
    const majority = up * 2 > nodes.length;
    const primary = nodes[state.primary];
    if (primary?.state.up === 1 && majority) {
      state.lostForS = 0;
      const next = primary.fx.steppedDown > 0 ? this.candidate() : -1;
      if (next < 0) return;
      state.gapS = HAND_OVER_S;
      this.elect(next);
      return;
    }
    state.lostForS += dtS;
    if (!majority) state.primary = -1;
    else if (state.lostForS > ELECT_AFTER_S) this.elect(this.candidate());
  }

  /** Share of this tick in which nobody takes writes, and whether a majority acknowledges them. */
  private writesFailed(primary: Node | undefined, dtS: number): number {
    const { state, nodes } = this;
    if (!primary || primary.state.up === 0) return 1;
    let acknowledging = 0;
    for (const node of nodes) if (node.acknowledges) acknowledging += 1;
    if (acknowledging * 2 <= nodes.length) return 1;
    const gap = Math.min(state.gapS, dtS);
    state.gapS -= gap;
    return 1 - (1 - primary.state.failed) * (1 - gap / dtS);
  }

  override step({ dtS }: Tick): void {
    const { nodes, state, plan, read, write, readDisk, writeDisk, mixedDisk, served, costS } = this;
    meet(read, readDisk);
    meet(write, writeDisk);
    const perS = read.offered + write.offered;
    mix(mixedDisk, readDisk, writeDisk, perS > 0 ? write.offered / perS : 0);
    const primary = nodes[state.primary];
    let readers = 0;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i];
      if (node && i !== state.primary && node.state.up === 1 && node.state.stale === 0) readers += 1;
    }
    const away = readers > 0 ? read.offered * plan.secondaryReads : 0;
    const applied = primary ? write.offered * (1 - primary.state.failed) : 0;
    const applying = Math.min(0.9, (applied * costS * APPLY_COST_SHARE) / plan.cores);
    let readersFailed = 0;
    let reader: Node | undefined;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i];
      if (!node) continue;
      const isPrimary = i === state.primary;
      const isReader = !isPrimary && node.state.up === 1 && node.state.stale === 0;
      const reads = isPrimary ? read.offered - away : isReader ? away / readers : 0;
      const writes = isPrimary ? write.offered : 0;
      node.serve(reads, writes, costS, isPrimary ? 0 : applying, mixedDisk, dtS, served);
      node.count((reads + writes) * dtS, mixedDisk);
      if (!isReader) continue;
      readersFailed += node.state.failed / readers;
      reader = node;
    }
    this.replicate(primary ? applied : 0, dtS);
    const failed = this.writesFailed(primary, dtS);
    const onPrimary = primary?.state.up === 1 ? primary.state.failed : 1;
    const readFailed = reader
      ? readersFailed * plan.secondaryReads + onPrimary * (1 - plan.secondaryReads)
      : onPrimary;
    const slowest = reader && plan.secondaryReads > 0.5 ? reader : (primary ?? reader);
    const latency = (slowest ?? nodes[0])?.state.outcome;
    if (!latency) return;
    tell(write.next, failed, primary?.state.outcome ?? latency, writeDisk);
    tell(read.next, readFailed, latency, readDisk);
  }

  private replicate(writes: number, dtS: number): void {
    const { nodes, state, plan } = this;
    const paced = Math.max(WRITES_REST_PER_S, writes);
    state.pacePerS += (paced - state.pacePerS) * settled(dtS, PACE_S);
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i];
      if (!node) continue;
      if (node.state.up === 1) node.state.diskBytes += writes * dtS * BYTES_PER_WRITE;
      if (i === state.primary) node.state.lagS = 0;
      else {
        node.replicate(paced / this.applyPerS, this.windowS(node), CATCH_UP_MAX, dtS);
        if (node.acknowledges) node.state.replicated += writes * dtS;
      }
    }
    // Compaction and expiry keep the data at the size that was planned for: our choice of a fifth above it at most.
    const most = Math.min(0.95, plan.diskRest * 1.2) * plan.diskBytes;
    for (const node of nodes) node.state.diskBytes = Math.min(node.state.diskBytes, most);
  }

  private windowS({ fx }: Node): number {
    return (this.plan.oplogBytes * (1 - fx.oplogCut)) / (this.state.pacePerS * OPLOG_BYTES_PER_WRITE);
  }

  private series(node: Node, index: number, labels: Labels): WorldSeries[] {
    const { state } = node;
    const { plan } = this;
    return new SeriesOf(labels, () => state.up === 1)
      .always("mongodb_up", () => state.up)
      .always("mongodb_is_primary", () => (this.state.primary === index ? state.up : 0))
      .always("mongodb_replset_elections_total", () => state.elections)
      .gauge("mongodb_cpu_usage_ratio", () => state.usage)
      .gauge("mongodb_disk_usage_ratio", () => Math.min(1, state.diskBytes / plan.diskBytes))
      .gauge("mongodb_connections", () => Math.round(state.connections))
      .gauge("mongodb_connections_available", () => Math.round(plan.connectionsMax - state.connections))
      .counter("mongodb_connections_refused_total", () => state.refused)
      .counter("mongodb_op_counters_total", () => state.queries, { type: "query" })
      .counter("mongodb_op_counters_total", () => state.updates, { type: "update" })
      .counter("mongodb_op_counters_total", () => state.replicated, { type: "repl_update" })
      .counter("mongodb_op_errors_total", () => state.errors)
      .histogram("mongodb_op_duration_seconds", CALL_BUCKETS, state.latency)
      .counter("mongodb_query_scanned_objects_total", () => state.scanned)
      .gauge("mongodb_wiredtiger_cache_usage_ratio", () => state.cache)
      .gauge("mongodb_wiredtiger_cache_dirty_ratio", () => state.dirty)
      .counter("mongodb_wiredtiger_application_evictions_total", () => state.evicted)
      .gauge("mongodb_wiredtiger_tickets_available", () => Math.round(node.ticketsLeft))
      .gauge("mongodb_cursors_open", () => Math.round(state.cursors))
      .seconds("mongodb_replication_lag_seconds", () => state.lagS)
      .gauge("mongodb_oplog_window_seconds", () => Math.round(this.windowS(node))).all;
  }

  private target({ state, fx }: Node, index: number): TargetState {
    const { nodes } = this;
    return {
      compared: {
        up: state.up === 1,
        clusterNodesUp: nodes.filter((node) => node.state.up === 1).length,
        clusterHasPrimary: nodes[this.state.primary]?.state.up === 1,
        replicationInTime: state.lagS < 10 && state.stale === 0,
        electable: fx.steppedDown === 0,
        disturbed: fx.scanShare > 0 || fx.held > 0 || fx.dirty > 0 || fx.cursors > 0 || fx.oplogCut > 0,
      },
      detail: {
        role: this.state.primary === index ? "primary" : "secondary",
        elections: state.elections,
        copiedAnew: state.stale === 1,
      },
    };
  }
}

/** Mean of what reads and writes meet, by how many there are of each. */
function mix(to: Downstream, a: Downstream, b: Downstream, ofB: number): void {
  to.failed = a.failed + (b.failed - a.failed) * ofB;
  to.failsAfterS = Math.max(a.failsAfterS, b.failsAfterS);
  to.meanS = a.meanS + (b.meanS - a.meanS) * ofB;
  to.varianceS2 = a.varianceS2 + (b.varianceS2 - a.varianceS2) * ofB;
  to.tailShare = a.tailShare + (b.tailShare - a.tailShare) * ofB;
  to.tailS = Math.max(a.tailS, b.tailS);
}

function effectsOf({ fx }: Node): Member["effects"] {
  return {
    "mongodb.primary_down": () => {
      fx.down = 1;
    },
    "mongodb.step_down": () => {
      fx.steppedDown = 1;
    },
    "mongodb.secondary_stalled": () => {
      fx.stalled = 1;
    },
    "mongodb.index_dropped": (p) => {
      fx.scanShare = Math.max(fx.scanShare, Number(p["operationsRatio"]));
      fx.scanS = Math.max(fx.scanS, Number(p["scanMs"]) / 1_000);
    },
    "mongodb.cache_pressure": (p) => {
      fx.dirty = Math.max(fx.dirty, Number(p["dirtyRatio"]));
    },
    "mongodb.cursor_leak": (p, forS) => {
      fx.cursors = Math.max(fx.cursors, Number(p["cursorsPerS"]) * forS);
    },
    "mongodb.connections_exhausted": (p) => {
      fx.held = Math.max(fx.held, Number(p["heldRatio"]));
    },
    "mongodb.oplog_shrunk": (p) => {
      fx.oplogCut = Math.max(fx.oplogCut, 1 - Number(p["sizeRatio"]));
    },
  };
}

export const behaviour = defineBehaviour(
  "mongodb",
  mongodbFleet,
  (instance, site) => new ReplicaSet(instance, site),
);
