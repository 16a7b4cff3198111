import { CALL_BUCKETS } from "@/lib/products/views";
import type { Labels } from "@/lib/metrics/store";
import type { TargetState } from "@/lib/products/types";
import { TICK_S } from "../constants";
import { newHistogram, newLatency, observe, observeFailures, type Histogram, type Latency } from "../latency";
import { BROKER_CORES, PARTITIONS_PER_BROKER, BROKER_USAGE } from "../plan";
import { newServed, serve, type Served } from "../queueing";
import { SeriesOf, type WorldSeries } from "../series";

/** The controller misses a broker after `broker.session.timeout.ms` (9 s) and elects new leaders. */
const LEADER_MOVE_S = 10;
/** A broker that came back copies what it missed before it may lead again. */
const CATCH_UP_S = 30;
/** Producers give up after this (`delivery.timeout.ms` of our services). */
const PATIENCE_S = 1;
/** Batching and one acknowledgement by a follower in the other zone. */
const PRODUCE_BASE_S = 0.004;
const MESSAGE_BYTES = 1_200;
/** Days that a topic is kept; what a broker holds is in balance with it. */
const DISK_REST = 0.42;
/** What consumers can read at most, as a multiple of the design peak: a backlog drains while new messages come. */
const CONSUME_HEADROOM = 1.8;

export const GROUPS = ["notify", "settlement"] as const;

export interface BrokerState {
  up: number;
  downForS: number;
  backForS: number;
  /** Share of all partitions that it leads. */
  leads: number;
  usage: number;
  messagesIn: number;
  errors: number;
  bytesIn: number;
  bytesOut: number;
  underReplicated: number;
  backlog: number;
  lag: number[];
  messagesOut: number[];
  latency: Histogram;
}

export interface Broker {
  id: string;
  state: BrokerState;
  fx: { down: number; fetchCut: number };
}

export interface BrokerCluster {
  brokers: Broker[];
  /** Core-seconds of one message; from the capacity plan. */
  costS: number;
  /** Messages a second that a group can read from all brokers at full strength; from the capacity plan. */
  consumePerS: number;
  offered: { messages: number };
  /** Share of each group's consumers that work, by index of GROUPS; written by the workloads. */
  consumers: number[];
  state: {
    failed: number;
    latency: Latency;
    /** Messages read in this tick, a second, by index of GROUPS. */
    consumed: number[];
  };
  served: Served;
}

export const newBrokerCluster = (ids: readonly string[]): BrokerCluster => ({
  brokers: ids.map((id) => ({
    id,
    state: {
      up: 1,
      downForS: 0,
      backForS: CATCH_UP_S,
      leads: 1 / ids.length,
      usage: 0,
      messagesIn: 0,
      errors: 0,
      bytesIn: 0,
      bytesOut: 0,
      underReplicated: 0,
      backlog: 0,
      lag: GROUPS.map(() => 0),
      messagesOut: GROUPS.map(() => 0),
      latency: newHistogram(CALL_BUCKETS),
    },
    fx: { down: 0, fetchCut: 0 },
  })),
  costS: 0,
  consumePerS: 0,
  offered: { messages: 0 },
  consumers: GROUPS.map(() => 1),
  state: { failed: 0, latency: newLatency(PRODUCE_BASE_S), consumed: GROUPS.map(() => 0) },
  served: newServed(),
});

export function sizeBrokers(cluster: BrokerCluster): void {
  const perBroker = cluster.offered.messages / cluster.brokers.length;
  cluster.costS = (BROKER_USAGE * BROKER_CORES) / perBroker;
  cluster.consumePerS = cluster.offered.messages * CONSUME_HEADROOM;
}

function stepLeadership({ brokers }: BrokerCluster): void {
  let leaders = 0;
  for (const { state, fx } of brokers) {
    state.up = fx.down > 0 ? 0 : 1;
    state.downForS = state.up === 0 ? state.downForS + TICK_S : 0;
    state.backForS = state.up === 1 ? state.backForS + TICK_S : 0;
    // A broker is taken for alive until its session ends, and leads again once it has caught up.
    const counts =
      state.up === 1 ? state.backForS >= CATCH_UP_S : state.downForS <= LEADER_MOVE_S && state.leads > 0;
    state.leads = counts ? 1 : 0;
    leaders += state.leads;
  }
  const missing = brokers.length - leaders;
  for (const { state } of brokers) {
    if (leaders > 0) state.leads /= leaders;
    // Each partition has its copies on all three brokers, so every leader misses those of a dead one.
    state.underReplicated =
      state.up === 1 && missing > 0 && state.leads > 0
        ? PARTITIONS_PER_BROKER * brokers.length * state.leads
        : 0;
  }
  // What is waiting on a broker that no longer leads is read from the new leaders, which hold copies.
  for (const [g] of GROUPS.entries()) {
    let orphaned = 0;
    for (const { state } of brokers)
      if (state.leads === 0) {
        orphaned += state.lag[g] ?? 0;
        state.lag[g] = 0;
      }
    if (orphaned > 0)
      for (const { state } of brokers) state.lag[g] = (state.lag[g] ?? 0) + orphaned * state.leads;
  }
}

export function stepCkafka(cluster: BrokerCluster): void {
  stepLeadership(cluster);
  const { brokers, offered, costS, served } = cluster;
  const total = cluster.state;
  total.failed = 0;
  total.latency.meanS = 0;
  total.latency.varianceS2 = 0;
  total.consumed.fill(0);
  for (const { state, fx } of brokers) {
    const perS = offered.messages * state.leads;
    const n = perS * TICK_S;
    serve(perS, state.up * (BROKER_CORES / costS), BROKER_CORES, PATIENCE_S, state.backlog, served);
    state.backlog = served.backlog;
    const ok = n * (1 - served.failed);
    const latency: Latency = {
      meanS: PRODUCE_BASE_S + costS + served.waitS,
      varianceS2: (PRODUCE_BASE_S / 2) ** 2 + (costS + served.waitS) ** 2,
      tailShare: 0,
      tailS: 0,
    };
    total.failed += served.failed * state.leads;
    total.latency.meanS += latency.meanS * state.leads;
    total.latency.varianceS2 += latency.varianceS2 * state.leads;
    state.messagesIn += ok;
    state.errors += n - ok;
    state.bytesIn += ok * MESSAGE_BYTES;
    observe(state.latency, CALL_BUCKETS, ok, latency);
    observeFailures(state.latency, CALL_BUCKETS, n - ok, PATIENCE_S);
    let read = 0;
    for (const [g] of GROUPS.entries()) {
      const room =
        cluster.consumePerS *
        TICK_S *
        state.leads *
        state.up *
        (1 - fx.fetchCut) *
        (cluster.consumers[g] ?? 0);
      const waiting = (state.lag[g] ?? 0) + ok;
      const out = Math.min(waiting, room);
      state.lag[g] = waiting - out;
      state.messagesOut[g] = (state.messagesOut[g] ?? 0) + out;
      total.consumed[g] = (total.consumed[g] ?? 0) + out / TICK_S;
      read += out;
    }
    state.bytesOut += read * MESSAGE_BYTES;
    state.usage =
      state.up *
      Math.min(1, 0.03 + served.usage * 0.9 + (read / Math.max(1, cluster.consumePerS * TICK_S)) * 0.1);
  }
}

/** A group that polls twice a second has, on average, a quarter second of messages not yet fetched. */
const POLL_WAIT_S = 0.25;

export function ckafkaSeries(cluster: BrokerCluster, index: number, labels: Labels): WorldSeries[] {
  const broker = cluster.brokers[index];
  if (!broker) return [];
  const { state } = broker;
  const series = new SeriesOf(labels, () => state.up === 1)
    .always("ckafka_up", () => state.up)
    .gauge("ckafka_cpu_usage_ratio", () => state.usage)
    .gauge("ckafka_disk_usage_ratio", () => DISK_REST + 0.05 * state.usage)
    .counter("ckafka_messages_in_total", () => state.messagesIn)
    .counter("ckafka_receive_bytes_total", () => state.bytesIn)
    .counter("ckafka_transmit_bytes_total", () => state.bytesOut)
    .histogram("ckafka_produce_duration_seconds", CALL_BUCKETS, state.latency)
    .counter("ckafka_produce_errors_total", () => state.errors)
    .gauge("ckafka_under_replicated_partitions", () => Math.round(state.underReplicated));
  for (const [g, group] of GROUPS.entries())
    series
      .counter("ckafka_messages_out_total", () => state.messagesOut[g] ?? 0, { group })
      .counter(
        "ckafka_consumer_lag_messages",
        () => (state.lag[g] ?? 0) + cluster.offered.messages * state.leads * POLL_WAIT_S,
        { group },
      );
  return series.all;
}

export const ckafkaTarget = (cluster: BrokerCluster, { state, fx }: Broker): TargetState => ({
  compared: {
    up: state.up === 1,
    leads: state.leads > 0,
    underReplicated: state.underReplicated > 0,
    fetchThrottled: fx.fetchCut > 0,
  },
  detail: { clusterNodesUp: cluster.brokers.filter((broker) => broker.state.up === 1).length },
});
