import { CALL_BUCKETS } from "@/lib/products/views";
import type { Labels } from "@/lib/metrics/store";
import type { TargetState } from "@/lib/products/types";
import { TICK_S } from "../constants";
import { newHistogram, newLatency, observe, observeFailures, type Histogram, type Latency } from "../latency";
import type { CachePlan } from "../plan";
import { newServed, serve, type Served } from "../queueing";
import { SeriesOf, type WorldSeries } from "../series";

/** Sentinel's down-after of ten seconds and the failover itself. */
const TAKEOVER_AFTER_S = 15;
/** A node starts and copies its memory from the primary. */
const RESYNC_S = 25;
/** Clients give up after half a second: a cache that is slower is of no use. */
const PATIENCE_S = 0.5;
/** Commands run on one thread (redis.io, "Redis latency: single threaded nature"). */
const SERVERS = 1;

export interface RedisNodeState {
  up: number;
  resyncForS: number;
  usage: number;
  connections: number;
  lagS: number;
  commands: number;
  errors: number;
  hits: number;
  misses: number;
  latency: Histogram;
}

export interface RedisNode {
  id: string;
  state: RedisNodeState;
  fx: { down: number; hotRatio: number };
}

export interface RedisPair {
  plan: CachePlan;
  nodes: RedisNode[];
  /** Seconds of the command thread that one command takes; from the capacity plan. */
  costS: number;
  /** Commands and, of them, cache reads a second that the services ask for in this tick. */
  offered: { commands: number; reads: number };
  state: {
    primary: number;
    lostForS: number;
    backlog: number;
    /** Share of commands that fail. */
    failed: number;
    /** Share of reads that find their key: 0 while nobody serves. */
    hitShare: number;
    latency: Latency;
    memory: number;
  };
  /** Reused in each tick. */
  served: Served;
}

export const newRedisPair = (plan: CachePlan, ids: readonly string[]): RedisPair => ({
  plan,
  nodes: ids.map((id) => ({
    id,
    state: {
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
    },
    fx: { down: 0, hotRatio: 0 },
  })),
  costS: 0,
  offered: { commands: 0, reads: 0 },
  state: {
    primary: 0,
    lostForS: 0,
    backlog: 0,
    failed: 0,
    hitShare: plan.hits,
    latency: newLatency(0.0003),
    memory: plan.memoryRest,
  },
  served: newServed(),
});

function stepLiveness({ nodes, state }: RedisPair): void {
  for (const { state: node, fx } of nodes) {
    if (fx.down > 0) {
      node.up = 0;
      node.resyncForS = 0;
    } else if (node.up === 0) {
      node.resyncForS += TICK_S;
      if (node.resyncForS >= RESYNC_S) node.up = 1;
    }
  }
  if (nodes[state.primary]?.state.up === 1) {
    state.lostForS = 0;
    return;
  }
  state.lostForS += TICK_S;
  const standby = nodes.findIndex((node) => node.state.up === 1);
  if (standby >= 0 && state.lostForS > TAKEOVER_AFTER_S) {
    state.primary = standby;
    state.lostForS = 0;
    state.backlog = 0;
  }
}

/** One network round trip on top of the command itself. */
const ROUND_TRIP_S = 0.0003;
const CONNECTIONS_REST = 120;
/** Pools grow with traffic: pipelined connections, one for about this many commands a second. */
const COMMANDS_PER_CONNECTION = 120;

export function stepRedis(pair: RedisPair): void {
  stepLiveness(pair);
  const { state, offered, plan, costS, served } = pair;
  const primary = pair.nodes[state.primary];
  if (!primary) return;
  const alive = primary.state.up === 1;
  const hot = alive ? primary.fx.hotRatio / costS : 0;
  const perS = offered.commands + hot;
  serve(perS, alive ? 1 / costS : 0, SERVERS, PATIENCE_S, state.backlog, served);
  state.backlog = served.backlog;
  state.failed = served.failed;
  state.hitShare = plan.hits * (1 - served.failed);
  const { latency } = state;
  latency.meanS = ROUND_TRIP_S + costS + served.waitS;
  latency.varianceS2 = (costS + served.waitS) ** 2 + (ROUND_TRIP_S / 3) ** 2;
  state.memory = plan.memoryRest + 0.12 * served.usage;

  const n = perS * TICK_S;
  const node = primary.state;
  if (alive) {
    node.commands += n;
    node.errors += n * served.failed;
    node.hits += (offered.reads + hot) * TICK_S * state.hitShare;
    node.misses += (offered.reads + hot) * TICK_S * (1 - state.hitShare);
    observe(node.latency, CALL_BUCKETS, n * (1 - served.failed), latency);
    observeFailures(node.latency, CALL_BUCKETS, n * served.failed, PATIENCE_S);
  }
  for (const [i, member] of pair.nodes.entries()) {
    const isPrimary = i === state.primary;
    member.state.usage = member.state.up * (isPrimary ? served.usage : 0.25 * served.usage) * 0.98;
    member.state.connections =
      member.state.up * (isPrimary ? CONNECTIONS_REST + perS / COMMANDS_PER_CONNECTION : 4);
    member.state.lagS = isPrimary ? 0 : member.state.up * (0.05 + 0.4 * served.usage ** 2);
  }
}

export function redisSeries(pair: RedisPair, index: number, labels: Labels): WorldSeries[] {
  const node = pair.nodes[index];
  if (!node) return [];
  const { state } = node;
  return new SeriesOf(labels, () => state.up === 1)
    .always("redis_up", () => state.up)
    .always("redis_is_primary", () => (pair.state.primary === index ? state.up : 0))
    .gauge("redis_cpu_usage_ratio", () => state.usage)
    .gauge("redis_memory_usage_ratio", () => pair.state.memory)
    .gauge("redis_connections", () => Math.round(state.connections))
    .counter("redis_commands_total", () => state.commands)
    .counter("redis_command_errors_total", () => state.errors)
    .histogram("redis_command_duration_seconds", CALL_BUCKETS, state.latency)
    .counter("redis_keyspace_hits_total", () => state.hits)
    .counter("redis_keyspace_misses_total", () => state.misses)
    .seconds("redis_replication_lag_seconds", () => state.lagS).all;
}

export const redisTarget = (pair: RedisPair, node: RedisNode): TargetState => ({
  compared: {
    up: node.state.up === 1,
    clusterNodesUp: pair.nodes.filter((member) => member.state.up === 1).length,
    clusterHasPrimary: pair.nodes[pair.state.primary]?.state.up === 1,
    hotKey: node.fx.hotRatio > 0,
  },
  detail: { role: pair.nodes[pair.state.primary] === node ? "primary" : "replica" },
});
