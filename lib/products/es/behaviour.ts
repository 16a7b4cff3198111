import type { Labels } from "@/lib/metrics/store";
import { meet, newDownstream, type Port } from "@/lib/simulator/graph";
import { newLatency } from "@/lib/simulator/latency";
import {
  defineBehaviour,
  Part,
  type FindPart,
  type Instance,
  type Member,
  type Site,
  type Tick,
} from "@/lib/simulator/part";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { TargetState } from "../types";
import { REQUEST_BUCKETS } from "../views";
import { esFleet, type ClusterPlan } from "./fleet";
import { Node, PATIENCE_S } from "./behaviour-node";
import { newShards, stepShards, type ShardPlan } from "./behaviour-shards";

/** `cluster.fault_detection.follower_check`: three checks of 10 s each before a silent node is left behind. */
const LEAVES_AFTER_S = 30;
/** A new master is elected once the old one is known to be gone (`cluster.election.initial_timeout` and a few rounds). */
const MASTER_ELECTED_S = 5;
/** Restored from the newest snapshot of the repository. */
const RESTORE_S = 60;
/** Watermarks of `cluster.routing.allocation.disk`: low, high, flood stage. */
const LOW = 0.85;
const HIGH = 0.9;
const FLOOD = 0.95;
/** How fast shards leave a node past the high watermark and come back below the low one: 100 MB/s of a disk of 500 GB. */
const MOVES_PER_S = 0.0002;
/** Merging, coordination and the answer's way, on top of the slowest shard. */
const COORDINATION_S = 0.004;
/** Index lifecycle, monitoring and refreshes are changes of the cluster's state as well. */
const TASKS_PER_S = 1;
/** What a document takes on the disk, its copies apart. */
const DOCUMENT_BYTES = 450;
/** A refused or dropped connection is felt at once. */
const REFUSED_AFTER_S = 0.05;
/** Lifecycle deletes the oldest indices, so the disk does not outgrow its plan: our choice of a tenth above it. */
const DISK_MOST = 1.1;

const COLORS = ["green", "yellow", "red"] as const;

/** A cluster of equal data nodes, one of which is the elected master. */
class Cluster extends Part {
  override readonly state;
  readonly nodes: readonly Node[];
  readonly members: readonly Member[];
  private readonly plan: ClusterPlan;
  private readonly search: Port;
  private readonly index: Port;
  private logged: Part | undefined;
  /** Core-seconds of a search and of a document, on all nodes together; from the capacity plan. */
  private searchCostS = 0.001;
  private writeCostS = 0.0001;
  private readonly shardPlan: ShardPlan;
  private readonly disk = newDownstream();
  private readonly latency = newLatency(0.01);

  constructor(instance: Instance<ClusterPlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    this.state = {
      master: 0,
      masterLostForS: 0,
      pending: 0,
      readOnly: 0,
      restoreForS: 0,
      /** Share of the shards whose copies are all damaged, until they are restored. */
      corrupt: 0,
      /** Lines a second that the shippers send: those of the tick before. */
      logsPerS: 0,
      ...newShards(),
    };
    this.shardPlan = { ...plan, nodes: instance.members.length };
    this.search = this.open("search");
    this.index = this.open("index");
    this.nodes = instance.members.map(({ id, zone }) => new Node(site.name(id), zone, plan));
    const spec = {
      zones: [...new Set(instance.members.map(({ zone }) => zone))],
      replicas: 1 + plan.copies,
      cpuCores: plan.cores,
      memoryBytes: plan.memoryBytes,
      heapBytes: plan.heapBytes,
      diskBytes: plan.diskBytes,
      indices: plan.indices,
      primaryShards: plan.primaryShards,
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
  }

  override wire(find: FindPart): void {
    if (this.plan.logsOf) this.logged = find(this.plan.logsOf.part);
  }

  private linesPerS(): number {
    if (!this.logged || !this.plan.logsOf) return 0;
    let perS = 0;
    for (const { offered } of this.logged.ports) perS += offered;
    return perS * this.plan.logsOf.linesPerRequest;
  }

  /** What begins here: lines that shippers send, and searches of people. */
  private beginOwn(lines: number): void {
    if (!this.index.called) this.index.offered = lines;
    if (!this.search.called) this.search.offered = this.plan.peoplePerS;
  }

  override atDesignPeak(): void {
    this.beginOwn(this.linesPerS());
  }

  override size(): void {
    const { plan, search, index, nodes } = this;
    const cores = plan.usage * plan.cores * nodes.length;
    this.searchCostS = (cores * plan.searchShare) / Math.max(10, search.offered);
    this.writeCostS = (cores * (1 - plan.searchShare)) / Math.max(100, index.offered * (1 + plan.copies));
    this.state.logsPerS = this.plan.logsOf ? index.offered / 4 : 0;
  }

  override begin({ dtS }: Tick): void {
    const { nodes, state } = this;
    for (const node of nodes) node.stepLiveness(dtS, LEAVES_AFTER_S);
    this.beginOwn(state.logsPerS);
    const master = nodes[state.master];
    if (master?.state.joined === 1) {
      state.masterLostForS = 0;
      return;
    }
    state.masterLostForS += dtS;
    if (state.masterLostForS < MASTER_ELECTED_S) return;
    const next = nodes.findIndex((node) => node.state.joined === 1 && node.state.up === 1);
    if (next < 0) return;
    state.master = next;
    state.masterLostForS = 0;
  }

  /** Copies, watermarks and the block of writes. */
  private stepData(dtS: number): void {
    const { nodes, state, plan } = this;
    let gone = 0;
    let damaged = 0;
    let room = false;
    let fullest = 0;
    let moved = 0;
    for (const node of nodes) {
      gone += 1 - node.state.joined;
      damaged = Math.max(damaged, node.fx.shardsLost);
      const used = node.diskUsed;
      room ||= node.state.joined === 1 && used < LOW;
      fullest = Math.max(fullest, used);
      const most = node.state.diskBytes / plan.diskBytes;
      const way = used > HIGH ? 1 : used < LOW ? -1 : 0;
      node.state.movedAway = Math.min(most, Math.max(0, node.state.movedAway + way * MOVES_PER_S * dtS));
      moved += node.state.movedAway;
    }
    for (const { state: node } of nodes)
      node.movedHere = nodes.length > 1 ? (moved - node.movedAway) / (nodes.length - 1) : 0;
    if (damaged > 0) {
      state.corrupt = damaged;
      state.restoreForS = 0;
    } else if (state.corrupt > 0) {
      state.restoreForS += dtS;
      if (state.restoreForS >= RESTORE_S) state.corrupt = 0;
    }
    stepShards(state, this.shardPlan, gone, state.corrupt, room, dtS);
    // The block goes by itself once the node is below the high watermark again.
    if (fullest > FLOOD) state.readOnly = plan.indices;
    else if (fullest < HIGH) state.readOnly = 0;
    state.pending = state.masterLostForS > 0 ? state.pending + TASKS_PER_S * dtS : state.initializing;
  }

  override step({ dtS }: Tick): void {
    const { nodes, state, plan, search, index, disk, latency } = this;
    this.stepData(dtS);
    state.logsPerS = this.linesPerS();
    let serving = 0;
    let silent = 0;
    for (const { state: node } of nodes) {
      serving += node.up === 1 && node.joined === 1 ? 1 : 0;
      silent += node.up === 0 && node.joined === 1 ? 1 : 0;
    }
    // Searches wait in vain for a node that is silent, for the copies that it is asked for.
    const silentShare = silent / nodes.length;
    const missing = state.lost / plan.primaryShards;
    const blocked = state.readOnly > 0 ? 1 : 0;
    const { next: found } = search;
    const { next: written } = index;
    meet(index, disk);
    found.latency.meanS = found.latency.varianceS2 = found.latency.tailShare = found.latency.tailS = 0;
    let refused = 0;
    let writeRefused = 0;
    const writes = index.offered * (1 + plan.copies) * (1 - blocked);
    for (const node of nodes) {
      if (node.state.up === 0 || node.state.joined === 0) {
        node.rest();
        continue;
      }
      // A search asks every shard once, so each node does its part of every search.
      const result = node.serve(
        search.offered,
        writes / serving,
        this.searchCostS / serving,
        this.writeCostS,
        latency,
        dtS,
      );
      refused = Math.max(refused, result.searchFailed);
      writeRefused = Math.max(writeRefused, result.writeFailed);
      if (latency.meanS > found.latency.meanS) found.latency.meanS = latency.meanS;
      found.latency.varianceS2 = Math.max(found.latency.varianceS2, latency.varianceS2);
      found.latency.tailShare = Math.max(found.latency.tailShare, latency.tailShare);
      found.latency.tailS = Math.max(found.latency.tailS, latency.tailS);
    }
    const dead = serving === 0 ? 1 : 0;
    const vain = Math.min(1, silentShare + missing);
    found.failed = dead > 0 ? 1 : 1 - (1 - refused) * (1 - vain);
    found.failsAfterS = silent > 0 ? PATIENCE_S : REFUSED_AFTER_S;
    found.latency.meanS += COORDINATION_S;
    written.failed = dead > 0 ? 1 : 1 - (1 - writeRefused) * (1 - vain) * (1 - blocked) * (1 - disk.failed);
    written.failsAfterS = silent > 0 ? PATIENCE_S : REFUSED_AFTER_S;
    written.latency.meanS = COORDINATION_S + this.writeCostS + this.slowest() + disk.meanS;
    written.latency.varianceS2 = written.latency.meanS ** 2;
    this.count(serving, found.failed, written.failed, dtS);
  }

  private slowest(): number {
    let delayS = 0;
    for (const { fx, state } of this.nodes) if (state.joined === 1) delayS = Math.max(delayS, fx.delayS);
    return delayS;
  }

  /** Failures are told by the nodes that coordinate, each its part. */
  private count(serving: number, searchFailed: number, writeFailed: number, dtS: number): void {
    if (serving === 0) return;
    const { search, index, plan, nodes } = this;
    const grown = index.offered * (1 - writeFailed) * (1 + plan.copies) * DOCUMENT_BYTES * dtS;
    for (const { state: node } of nodes) {
      if (node.up === 0 || node.joined === 0) continue;
      node.searchErrors += (search.offered * dtS * searchFailed) / serving;
      node.documentErrors += (index.offered * dtS * writeFailed) / serving;
      node.diskBytes = Math.min(
        node.diskBytes + grown / nodes.length,
        plan.diskBytes * plan.diskRest * DISK_MOST,
      );
    }
  }

  private color(): (typeof COLORS)[number] {
    const { lost, unassigned, initializing } = this.state;
    return lost > 0 ? "red" : unassigned + initializing > 0.5 ? "yellow" : "green";
  }

  private series(node: Node, i: number, labels: Labels): WorldSeries[] {
    const { state } = node;
    const all = this.state;
    const series = new SeriesOf(labels, () => state.up === 1 && state.joined === 1)
      .always("es_up", () => state.up)
      .always("es_is_master", () => (all.master === i && state.joined === 1 ? state.up : 0))
      .gauge("es_cluster_health_unassigned_shards", () => Math.round(all.unassigned))
      .gauge("es_cluster_health_initializing_shards", () => Math.round(all.initializing))
      .gauge("es_cluster_health_pending_tasks", () => Math.round(all.pending))
      .gauge("es_cpu_usage_ratio", () => state.usage)
      .gauge("es_disk_usage_ratio", () => node.diskUsed)
      .gauge("es_jvm_memory_usage_ratio", () => state.heap)
      .gauge("es_jvm_gc_time_ratio", () => state.gcTime)
      .counter("es_breakers_tripped_total", () => state.tripped)
      .counter("es_search_queries_total", () => state.searches)
      .counter("es_search_errors_total", () => state.searchErrors)
      .histogram("es_search_duration_seconds", REQUEST_BUCKETS, state.latency)
      .counter("es_indexing_index_total", () => state.documents)
      .counter("es_indexing_errors_total", () => state.documentErrors)
      .gauge("es_thread_pool_queue", () => Math.round(state.searchBacklog), { pool: "search" })
      .gauge("es_thread_pool_queue", () => Math.round(state.writeBacklog), { pool: "write" })
      .counter("es_thread_pool_rejected_total", () => state.searchRejected, { pool: "search" })
      .counter("es_thread_pool_rejected_total", () => state.writeRejected, { pool: "write" })
      .gauge("es_indices_read_only", () => all.readOnly);
    for (const color of COLORS)
      series.gauge("es_cluster_health_status", () => (this.color() === color ? 1 : 0), { color });
    return series.all;
  }

  private target(node: Node, i: number): TargetState {
    const { nodes } = this;
    const { state, fx } = node;
    return {
      compared: {
        up: state.up === 1 && state.joined === 1,
        clusterNodesUp: nodes.filter((one) => one.state.joined === 1).length,
        clusterColor: this.color(),
        indicesReadOnly: this.state.readOnly > 0,
        disturbed: fx.heap > 0 || fx.surge > 0 || fx.scanShare > 0 || fx.diskFilled > 0 || fx.delayS > 0,
      },
      detail: { role: this.state.master === i ? "master" : "data" },
    };
  }
}

function effectsOf({ fx, plan }: Node): Member["effects"] {
  return {
    "es.node_down": () => {
      fx.down = 1;
    },
    "es.node_frozen": () => {
      fx.frozen = 1;
    },
    "es.heap_pressure": (p) => {
      fx.heap = Math.max(fx.heap, Number(p["heapRatio"]));
    },
    "es.search_storm": (p) => {
      fx.surge = Math.max(fx.surge, Number(p["loadRatio"]));
    },
    "es.slow_queries": (p) => {
      fx.scanShare = Math.max(fx.scanShare, Number(p["searchesRatio"]));
      fx.scanS = Math.max(fx.scanS, Number(p["scanMs"]) / 1_000);
    },
    "es.disk_filled": (p, forS) => {
      const filled = (Number(p["filledRatioPerMinute"]) * forS) / 60;
      fx.diskFilled = Math.max(fx.diskFilled, Math.min(1 - plan.diskRest, filled));
    },
    "es.shards_lost": (p) => {
      fx.shardsLost = Math.max(fx.shardsLost, Number(p["shardsRatio"]));
    },
    "es.transport_delay": (p) => {
      fx.delayS = Math.max(fx.delayS, Number(p["delayMs"]) / 1_000);
    },
  };
}

export const behaviour = defineBehaviour("es", esFleet, (instance, site) => new Cluster(instance, site));
