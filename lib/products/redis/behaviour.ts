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
} from "@/lib/simulator/part";
import { newServed, serve, settled } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { TargetState } from "../types";
import { CALL_BUCKETS } from "../views";
import { redisFleet, type CachePlan } from "./fleet";

/** Sentinel's down-after of ten seconds and the failover itself. */
const TAKEOVER_AFTER_S = 15;
/** A switch by hand: the address moves and clients connect again, with back-off, within seconds. Our choice. */
const SWITCH_S = 8;
/** A node starts and copies its memory from the primary. */
const RESYNC_S = 25;
/** A replica that lost its link catches up out of the primary's backlog. */
const CATCH_UP_S = 4;
/** Clients give up after half a second: a cache that is slower is of no use. */
const PATIENCE_S = 0.5;
/** A connection that is refused costs next to nothing. */
const REFUSED_AFTER_S = 0.05;
/** Commands run on one thread (redis.io, "Redis latency: single threaded nature"). */
const SERVERS = 1;
/** One network round trip on top of the command itself. */
const ROUND_TRIP_S = 0.0003;
const CONNECTIONS_REST = 120;
/** Pools grow with traffic: pipelined connections, one for about this many commands a second. */
const COMMANDS_PER_CONNECTION = 120;
/** Pools renew a connection after ten minutes: our choice, as most drivers let it live between one and thirty. */
const CONNECTION_LIFE_S = 600;
/** A store's clients write as often as they read. */
const STORE_WRITES = 0.5;
/** Memory that traffic takes on top of the keys: buffers of clients and of the replica. */
const BUFFERS = 0.12;

class Node {
  readonly state = {
    up: 1,
    resyncForS: 0,
    usage: 0,
    network: 0,
    connections: 0,
    leaked: 0,
    rejected: 0,
    linkUp: 1,
    lagS: 0,
    /** Whether the switch that acts on it was made. */
    switched: 0,
    commands: 0,
    errors: 0,
    refusedWrites: 0,
    slow: 0,
    hits: 0,
    misses: 0,
    evicted: 0,
    sentBytes: 0,
    latency: newHistogram(CALL_BUCKETS),
  };
  readonly fx = {
    down: 0,
    switched: 0,
    hotRatio: 0,
    bigReadsPerS: 0,
    bigBytes: 0,
    slowPerS: 0,
    slowS: 0,
    fillPerMinute: 0,
    fillMax: 0,
    leakPerS: 0,
    flushed: 0,
    linkCut: 0,
    delayS: 0,
  };

  constructor(readonly id: string) {}

  stepLiveness(dtS: number): void {
    const { state, fx } = this;
    if (fx.down > 0) {
      state.up = 0;
      state.resyncForS = 0;
    } else if (state.up === 0) {
      state.resyncForS += dtS;
      if (state.resyncForS >= RESYNC_S) state.up = 1;
    }
  }
}

/** A primary and its replica. */
class Pair extends Part {
  override readonly state;
  readonly nodes: readonly Node[];
  readonly members: readonly Member[];
  private readonly plan: CachePlan;
  /** Cache reads, which go elsewhere when they miss; and commands on keys of which this is the only copy. */
  private readonly read: Port;
  private readonly command: Port;
  /** Seconds of the command thread that one command takes; from the capacity plan. */
  private costS = 0;
  private readonly served = newServed();
  private readonly sent = newServed();
  private readonly latency = newLatency(0.0003);

  constructor(instance: Instance<CachePlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    this.state = {
      primary: 0,
      lostForS: 0,
      /** Seconds of a switch that are left. */
      switchingS: 0,
      backlog: 0,
      unsent: 0,
      memory: plan.memoryRest,
      /** Share of the memory that a job has filled with keys of its own. */
      filled: 0,
      /** Share of the services' keys that are in memory. */
      warm: 1,
      flushed: 0,
      /** Share of the services' connections that could not be renewed. */
      disconnected: 0,
    };
    this.read = this.open("read");
    this.command = this.open("command");
    this.read.seen.hitShare = this.read.next.hitShare = plan.hits;
    this.nodes = instance.members.map(({ id }) => new Node(site.name(id)));
    const zones = [...new Set(instance.members.map(({ zone }) => zone))];
    this.members = this.nodes.map((node, i) => ({
      id: node.id,
      zone: instance.members[i]?.zone ?? null,
      spec: {
        zones,
        replicas: instance.members.length,
        memoryBytes: plan.memoryBytes,
        role: plan.role,
        evictionPolicy: plan.evictionPolicy,
        connectionsMax: plan.connectionsMax,
        backupEnabled: plan.persistence,
        backupRetentionDays: plan.persistence ? 7 : 0,
        deletionProtection: plan.deletionProtection,
      },
      state: node.state,
      fx: node.fx,
      effects: effectsOn(node.fx),
      series: (labels) => this.series(node, i, labels),
      target: () => this.target(node),
    }));
  }

  override size(): void {
    this.costS = this.plan.usage / Math.max(1e-9, this.read.offered + this.command.offered);
  }

  private get primary(): Node | undefined {
    return this.nodes[this.state.primary];
  }

  override begin({ dtS }: Tick): void {
    for (const node of this.nodes) node.stepLiveness(dtS);
    this.stepSwitch(dtS);
    this.stepTakeover(dtS);
    this.stepReplicas(dtS);
    const { primary } = this;
    if (primary) {
      this.stepConnections(primary, dtS);
      this.stepMemory(primary, dtS);
    }
  }

  private stepSwitch(dtS: number): void {
    const { nodes, state, primary } = this;
    state.switchingS = Math.max(0, state.switchingS - dtS);
    for (const node of nodes) {
      const asked = node.fx.switched > 0 && node.state.switched === 0;
      node.state.switched = node.fx.switched;
      const standby = nodes.findIndex((other) => other !== node && other.state.up === 1);
      if (!asked || node !== primary || standby < 0) continue;
      state.primary = standby;
      state.switchingS = SWITCH_S;
      state.backlog = state.unsent = 0;
    }
  }

  private stepTakeover(dtS: number): void {
    const { nodes, state, primary } = this;
    if (primary?.state.up === 1) {
      state.lostForS = 0;
      return;
    }
    state.lostForS += dtS;
    const standby = nodes.findIndex((node) => node.state.up === 1);
    if (standby < 0 || state.lostForS <= TAKEOVER_AFTER_S) return;
    state.primary = standby;
    state.lostForS = 0;
    state.backlog = state.unsent = 0;
  }

  private stepReplicas(dtS: number): void {
    const { nodes, primary } = this;
    for (const node of nodes) {
      const { state, fx } = node;
      state.linkUp = node === primary || (fx.linkCut === 0 && primary?.state.up === 1) ? 1 : 0;
      const restS = node === primary ? 0 : 0.05 + 0.4 * (primary?.state.usage ?? 0) ** 2;
      if (state.linkUp === 0) state.lagS += dtS;
      else state.lagS += (restS - state.lagS) * (state.lagS > restS ? settled(dtS, CATCH_UP_S) : 1);
    }
  }

  private stepConnections({ state, fx }: Node, dtS: number): void {
    const { plan, state: pair } = this;
    const own = this.ownConnections();
    const opened = fx.leakPerS * dtS;
    const room = Math.max(0, plan.connectionsMax - own - state.leaked);
    state.leaked = fx.leakPerS > 0 ? state.leaked + Math.min(room, opened) : 0;
    if (fx.leakPerS > 0 && opened >= room) {
      const renewed = (1 - pair.disconnected) * settled(dtS, CONNECTION_LIFE_S);
      pair.disconnected += renewed;
      state.rejected += opened - room + own * renewed;
    } else pair.disconnected *= fx.leakPerS > 0 ? 1 : Math.exp(-dtS / SWITCH_S);
    if (pair.disconnected < 1e-6) pair.disconnected = 0;
  }

  private ownConnections(): number {
    const perS = this.read.offered + this.command.offered;
    return CONNECTIONS_REST + perS / COMMANDS_PER_CONNECTION;
  }

  /** What a job fills, what is evicted for it, what was flushed, and what reads bring back. */
  private stepMemory({ state: node, fx }: Node, dtS: number): void {
    const { plan, state, read } = this;
    state.filled =
      fx.fillPerMinute > 0 ? Math.min(fx.fillMax, state.filled + (fx.fillPerMinute * dtS) / 60) : 0;
    if (fx.flushed > 0 && state.flushed === 0) {
      state.warm *= 1 - fx.flushed;
      state.filled *= 1 - fx.flushed;
    }
    state.flushed = fx.flushed;
    // Keys that were asked for and not found are written again: a cold cache warms at the rate of its reads.
    const perS = plan.role === "cache" ? read.offered : this.command.offered;
    state.warm += (1 - state.warm) * settled(dtS, plan.hotKeys / Math.max(1e-3, perS));
    if (plan.evictionPolicy === "noeviction") return;
    const fits = Math.max(0, Math.min(1, (1 - state.filled) / plan.memoryRest));
    if (state.warm <= fits) return;
    node.evicted += (state.warm - fits) * plan.keys;
    state.warm = fits;
  }

  /** Busy share of the only thread that slow commands take. */
  private static blocked({ fx }: Node): number {
    return Math.min(0.99, fx.slowPerS * fx.slowS);
  }

  override step({ dtS }: Tick): void {
    const { state, plan, costS, served, sent, latency, primary } = this;
    if (!primary) return;
    const { fx, state: node } = primary;
    const alive = node.up === 1;
    const extra = alive ? fx.hotRatio / costS + fx.bigReadsPerS : 0;
    const asked = this.read.offered + this.command.offered;
    const perS = asked + extra;
    const blocked = Pair.blocked(primary);
    serve(perS, alive ? (1 - blocked) / costS : 0, SERVERS, PATIENCE_S, state.backlog, dtS, served);
    state.backlog = served.backlog;
    const bytesPerS = (perS - fx.bigReadsPerS) * plan.answerBytes + fx.bigReadsPerS * fx.bigBytes;
    const room = perS > 0 ? (plan.bandwidthBytesPerS * perS) / bytesPerS : 1;
    serve(perS, alive ? room : 0, SERVERS, PATIENCE_S, state.unsent, dtS, sent);
    state.unsent = sent.backlog;

    const switching = Math.min(1, state.switchingS / dtS);
    const lost = 1 - (1 - served.failed) * (1 - sent.failed) * (1 - switching) * (1 - state.disconnected);
    const memory = plan.memoryRest * state.warm + state.filled + BUFFERS * served.usage;
    const full = plan.evictionPolicy === "noeviction" && plan.memoryRest + state.filled >= 1 ? 1 : 0;
    state.memory = Math.min(1, memory);
    const waitS = served.waitS + sent.waitS + fx.delayS;
    latency.meanS = ROUND_TRIP_S + costS + waitS;
    latency.varianceS2 = (costS + served.waitS + sent.waitS) ** 2 + (ROUND_TRIP_S / 3 + fx.delayS / 10) ** 2;
    // Who comes while a slow command runs waits for half of it on average.
    latency.tailShare = blocked;
    latency.tailS = fx.slowS / 2;
    const hitShare = plan.hits * state.warm * (1 - lost);
    const refused = full * STORE_WRITES * (1 - lost);
    this.tell(this.read, lost, alive, hitShare);
    this.tell(this.command, lost + refused, alive, hitShare);
    if (alive) this.count(primary, perS, lost, refused, hitShare, bytesPerS, dtS);
    node.usage = alive ? Math.min(1, blocked + (1 - blocked) * served.usage) * 0.98 : 0;
    node.network = alive ? bytesPerS / plan.bandwidthBytesPerS : 0;
    node.connections = alive ? this.ownConnections() * (1 - state.disconnected) + node.leaked : 0;
    for (const other of this.nodes) if (other !== primary) this.follow(other, served.usage);
  }

  /** A replica applies the writes and has the connections of its primary, of the sentinels and of the monitor. */
  private follow({ state }: Node, usage: number): void {
    state.usage = state.up * 0.25 * usage * 0.98;
    state.network = 0;
    state.connections = state.up * 4;
    state.leaked = 0;
  }

  private tell({ next }: Port, failed: number, alive: boolean, hitShare: number): void {
    const { latency } = this;
    next.failed = failed;
    next.failsAfterS = alive ? PATIENCE_S : REFUSED_AFTER_S;
    next.hitShare = hitShare;
    next.latency.meanS = latency.meanS;
    next.latency.varianceS2 = latency.varianceS2;
    next.latency.tailShare = latency.tailShare;
    next.latency.tailS = latency.tailS;
  }

  private count(
    { state, fx }: Node,
    perS: number,
    lost: number,
    refused: number,
    hitShare: number,
    bytesPerS: number,
    dtS: number,
  ): void {
    const { latency, read, command, costS } = this;
    const n = perS * dtS;
    const refusedWrites = command.offered * refused * dtS;
    const reads =
      (read.offered + command.offered * STORE_WRITES + fx.hotRatio / costS + fx.bigReadsPerS) * dtS;
    state.commands += n;
    state.errors += n * lost + refusedWrites;
    state.refusedWrites += refusedWrites;
    state.slow += fx.slowPerS * dtS;
    state.hits += reads * hitShare;
    state.misses += reads * (1 - hitShare);
    state.sentBytes += bytesPerS * (1 - lost) * dtS;
    observe(state.latency, CALL_BUCKETS, n * (1 - lost), latency);
    observeFailures(state.latency, CALL_BUCKETS, n * lost, PATIENCE_S);
  }

  private series(node: Node, index: number, labels: Labels): WorldSeries[] {
    const { plan, state: pair } = this;
    const { state } = node;
    return new SeriesOf(labels, () => state.up === 1)
      .always("redis_up", () => state.up)
      .always("redis_is_primary", () => (pair.primary === index ? state.up : 0))
      .gauge("redis_cpu_usage_ratio", () => state.usage)
      .gauge("redis_memory_usage_ratio", () => pair.memory)
      .gauge("redis_connections", () => Math.round(state.connections))
      .gauge("redis_connections_max", () => plan.connectionsMax)
      .counter("redis_rejected_connections_total", () => state.rejected)
      .counter("redis_commands_total", () => state.commands)
      .counter("redis_command_errors_total", () => state.errors)
      .counter("redis_writes_refused_total", () => state.refusedWrites)
      .counter("redis_slow_commands_total", () => state.slow)
      .histogram("redis_command_duration_seconds", CALL_BUCKETS, state.latency)
      .counter("redis_keyspace_hits_total", () => state.hits)
      .counter("redis_keyspace_misses_total", () => state.misses)
      .counter("redis_keys", () => plan.keys * pair.warm)
      .counter("redis_evicted_keys_total", () => state.evicted)
      .counter("redis_transmit_bytes_total", () => state.sentBytes)
      .gauge("redis_network_usage_ratio", () => state.network)
      .gauge("redis_replication_link_up", () => state.linkUp)
      .seconds("redis_replication_lag_seconds", () => state.lagS).all;
  }

  private target(node: Node): TargetState {
    const { nodes, state, primary } = this;
    return {
      compared: {
        up: node.state.up === 1,
        clusterNodesUp: nodes.filter((member) => member.state.up === 1).length,
        clusterHasPrimary: primary?.state.up === 1,
        hotKey: node.fx.hotRatio > 0 || node.fx.bigReadsPerS > 0,
        warm: state.warm > 0.9,
        memoryFilled: state.filled > 0,
        connectionsLeak: node.state.leaked > 0,
        replicating: node.state.linkUp === 1 && node.state.lagS < 5,
      },
      detail: { role: primary === node ? "primary" : "replica" },
    };
  }
}

const effectsOn = (fx: Node["fx"]): Member["effects"] => ({
  "redis.node_down": () => {
    fx.down = 1;
  },
  "redis.primary_switch": () => {
    fx.switched = 1;
  },
  "redis.hot_key": (p) => {
    fx.hotRatio = Math.max(fx.hotRatio, Number(p["loadRatio"]));
  },
  "redis.big_key": (p) => {
    fx.bigReadsPerS = Number(p["readsPerS"]);
    fx.bigBytes = Number(p["valueKib"]) * 1_024;
  },
  "redis.slow_commands": (p) => {
    fx.slowPerS = Number(p["commandsPerS"]);
    fx.slowS = Number(p["durationMs"]) / 1_000;
  },
  "redis.memory_eviction": (p) => {
    fx.fillPerMinute = Math.max(fx.fillPerMinute, Number(p["fillRatioPerMinute"]));
    fx.fillMax = Math.max(fx.fillMax, Number(p["takenRatio"]));
  },
  "redis.memory_full": (p) => {
    fx.fillPerMinute = Math.max(fx.fillPerMinute, Number(p["fillRatioPerMinute"]));
    fx.fillMax = 1;
  },
  "redis.connection_leak": (p) => {
    fx.leakPerS = Math.max(fx.leakPerS, Number(p["connectionsPerS"]));
  },
  "redis.cache_flushed": (p) => {
    fx.flushed = Math.max(fx.flushed, Number(p["deletedRatio"]));
  },
  "redis.replication_broken": () => {
    fx.linkCut = 1;
  },
  "redis.network_delay": (p) => {
    fx.delayS = Math.max(fx.delayS, Number(p["delayMs"]) / 1_000);
  },
});

export const behaviour = defineBehaviour("redis", redisFleet, (instance, site) => new Pair(instance, site));
