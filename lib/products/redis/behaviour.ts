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
import { newServed, serve } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { TargetState } from "../types";
import { CALL_BUCKETS } from "../views";
import { redisFleet, type CachePlan } from "./fleet";

/** Sentinel's down-after of ten seconds and the failover itself. */
const TAKEOVER_AFTER_S = 15;
/** A node starts and copies its memory from the primary. */
const RESYNC_S = 25;
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

class Node {
  readonly state = {
    up: 1,
    resyncForS: 0,
    usage: 0,
    connections: 0,
    lagS: 0,
    commands: 0,
    errors: 0,
    hits: 0,
    misses: 0,
    latency: newHistogram(CALL_BUCKETS),
  };
  readonly fx = { down: 0, hotRatio: 0 };

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
  private readonly latency = newLatency(0.0003);

  constructor(instance: Instance<CachePlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    this.state = { primary: 0, lostForS: 0, backlog: 0, memory: plan.memoryRest };
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
        backupEnabled: plan.persistence,
        backupRetentionDays: plan.persistence ? 7 : 0,
        deletionProtection: plan.deletionProtection,
      },
      state: node.state,
      fx: node.fx,
      effects: {
        "redis.node_down": () => {
          node.fx.down = 1;
        },
        "redis.hot_key": (p) => {
          node.fx.hotRatio = Math.max(node.fx.hotRatio, Number(p["loadRatio"]));
        },
      },
      series: (labels) => this.series(node, i, labels),
      target: () => this.target(node),
    }));
  }

  override size(): void {
    this.costS = this.plan.usage / Math.max(1e-9, this.read.offered + this.command.offered);
  }

  override begin({ dtS }: Tick): void {
    const { nodes, state } = this;
    for (const node of nodes) node.stepLiveness(dtS);
    if (nodes[state.primary]?.state.up === 1) {
      state.lostForS = 0;
      return;
    }
    state.lostForS += dtS;
    const standby = nodes.findIndex((node) => node.state.up === 1);
    if (standby >= 0 && state.lostForS > TAKEOVER_AFTER_S) {
      state.primary = standby;
      state.lostForS = 0;
      state.backlog = 0;
    }
  }

  override step({ dtS }: Tick): void {
    const { state, plan, costS, served, latency, nodes } = this;
    const primary = nodes[state.primary];
    if (!primary) return;
    const alive = primary.state.up === 1;
    const hot = alive ? primary.fx.hotRatio / costS : 0;
    const perS = this.read.offered + this.command.offered + hot;
    serve(perS, alive ? 1 / costS : 0, SERVERS, PATIENCE_S, state.backlog, dtS, served);
    state.backlog = served.backlog;
    const hitShare = plan.hits * (1 - served.failed);
    latency.meanS = ROUND_TRIP_S + costS + served.waitS;
    latency.varianceS2 = (costS + served.waitS) ** 2 + (ROUND_TRIP_S / 3) ** 2;
    state.memory = plan.memoryRest + 0.12 * served.usage;
    for (const { next } of this.ports) {
      next.failed = served.failed;
      next.failsAfterS = alive ? PATIENCE_S : REFUSED_AFTER_S;
      next.hitShare = hitShare;
      next.latency.meanS = latency.meanS;
      next.latency.varianceS2 = latency.varianceS2;
    }
    if (alive) this.count(primary, perS * dtS, hot * dtS, hitShare, dtS);
    for (const [i, { state: node }] of nodes.entries()) {
      const isPrimary = i === state.primary;
      node.usage = node.up * (isPrimary ? served.usage : 0.25 * served.usage) * 0.98;
      node.connections = node.up * (isPrimary ? CONNECTIONS_REST + perS / COMMANDS_PER_CONNECTION : 4);
      node.lagS = isPrimary ? 0 : node.up * (0.05 + 0.4 * served.usage ** 2);
    }
  }

  private count({ state }: Node, n: number, hot: number, hitShare: number, dtS: number): void {
    const { served, latency } = this;
    // Half of the commands on own keys are reads.
    const reads = (this.read.offered + this.command.offered / 2) * dtS + hot;
    state.commands += n;
    state.errors += n * served.failed;
    state.hits += reads * hitShare;
    state.misses += reads * (1 - hitShare);
    observe(state.latency, CALL_BUCKETS, n * (1 - served.failed), latency);
    observeFailures(state.latency, CALL_BUCKETS, n * served.failed, PATIENCE_S);
  }

  private series({ state }: Node, index: number, labels: Labels): WorldSeries[] {
    return new SeriesOf(labels, () => state.up === 1)
      .always("redis_up", () => state.up)
      .always("redis_is_primary", () => (this.state.primary === index ? state.up : 0))
      .gauge("redis_cpu_usage_ratio", () => state.usage)
      .gauge("redis_memory_usage_ratio", () => this.state.memory)
      .gauge("redis_connections", () => Math.round(state.connections))
      .counter("redis_commands_total", () => state.commands)
      .counter("redis_command_errors_total", () => state.errors)
      .histogram("redis_command_duration_seconds", CALL_BUCKETS, state.latency)
      .counter("redis_keyspace_hits_total", () => state.hits)
      .counter("redis_keyspace_misses_total", () => state.misses)
      .seconds("redis_replication_lag_seconds", () => state.lagS).all;
  }

  private target(node: Node): TargetState {
    const { nodes, state } = this;
    return {
      compared: {
        up: node.state.up === 1,
        clusterNodesUp: nodes.filter((member) => member.state.up === 1).length,
        clusterHasPrimary: nodes[state.primary]?.state.up === 1,
        hotKey: node.fx.hotRatio > 0,
      },
      detail: { role: nodes[state.primary] === node ? "primary" : "replica" },
    };
  }
}

export const behaviour = defineBehaviour("redis", redisFleet, (instance, site) => new Pair(instance, site));
