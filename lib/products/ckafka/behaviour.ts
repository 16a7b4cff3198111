import type { Labels } from "@/lib/metrics/store";
import type { Port } from "@/lib/simulator/graph";
import { newHistogram, newLatency, observe, observeFailures } from "@/lib/simulator/latency";
import {
  defineBehaviour,
  Part,
  type FindPart,
  type Instance,
  type Member,
  type Site,
  type Tick,
} from "@/lib/simulator/part";
import { newServed, serve } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { TargetState } from "../types";
import { CALL_BUCKETS } from "../views";
import { ckafkaFleet, type ClusterPlan } from "./fleet";

/** The controller misses a broker after `broker.session.timeout.ms` (9 s) and elects new leaders. */
const LEADER_MOVE_S = 10;
/** A broker that came back copies what it missed before it may lead again. */
const CATCH_UP_S = 30;
/** Producers give up after this (`delivery.timeout.ms` of our services). */
const PATIENCE_S = 1;
/** A broker that answers "not leader" costs next to nothing. */
const REFUSED_AFTER_S = 0.05;
/** Batching and one acknowledgement by a follower in the other zone. */
const PRODUCE_BASE_S = 0.004;
const MESSAGE_BYTES = 1_200;
/** Days that a topic is kept; what a broker holds is in balance with it. */
const DISK_REST = 0.42;
/** What consumers can read at most, as a multiple of the design peak: a backlog drains while new messages come. */
const CONSUME_HEADROOM = 1.8;
/** A group that polls twice a second has, on average, a quarter second of messages not yet fetched. */
const POLL_WAIT_S = 0.25;

/** A service that reads from a queue. */
interface Consumer {
  /** Share of its strength that it works with now, 0 to 1. */
  strength(): number;
}
const isConsumer = (part: object): part is Consumer =>
  "strength" in part && typeof part.strength === "function";

class Broker {
  readonly state;
  readonly fx = { down: 0, fetchCut: 0 };

  constructor(
    readonly id: string,
    brokers: number,
    groups: number,
  ) {
    this.state = {
      up: 1,
      downForS: 0,
      backForS: CATCH_UP_S,
      /** Share of all partitions that it leads. */
      leads: 1 / brokers,
      usage: 0,
      messagesIn: 0,
      errors: 0,
      bytesIn: 0,
      bytesOut: 0,
      underReplicated: 0,
      backlog: 0,
      lag: Array.from({ length: groups }, () => 0),
      messagesOut: Array.from({ length: groups }, () => 0),
      latency: newHistogram(CALL_BUCKETS),
    };
  }
}

class Cluster extends Part {
  /** Messages read in the last tick, a second, by group. */
  override readonly state: { consumed: number[] };
  readonly brokers: readonly Broker[];
  readonly members: readonly Member[];
  private readonly plan: ClusterPlan;
  private readonly publish: Port;
  private readonly deliver: readonly Port[];
  private consumers: (Consumer | undefined)[] = [];
  /** Core-seconds of one message; from the capacity plan. */
  private costS = 0;
  /** Messages a second that a group can read from all brokers at full strength; from the capacity plan. */
  private consumePerS = 0;
  private readonly served = newServed();
  private readonly latency = newLatency(PRODUCE_BASE_S);

  constructor(instance: Instance<ClusterPlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    this.state = { consumed: plan.groups.map(() => 0) };
    this.publish = this.open("publish");
    this.deliver = plan.groups.map((group) => this.open(`deliver:${group}`));
    this.brokers = instance.members.map(
      ({ id }) => new Broker(site.name(id), instance.members.length, plan.groups.length),
    );
    const zones = [...new Set(instance.members.map(({ zone }) => zone))];
    this.members = this.brokers.map((broker, i) => ({
      id: broker.id,
      zone: instance.members[i]?.zone ?? null,
      spec: {
        zones,
        replicas: instance.members.length,
        cpuCores: plan.cores,
        diskBytes: plan.diskBytes,
        partitions: plan.partitionsPerBroker,
        deletionProtection: true,
      },
      state: broker.state,
      fx: broker.fx,
      effects: {
        "ckafka.broker_down": () => {
          broker.fx.down = 1;
        },
        "ckafka.consumer_stall": (p) => {
          broker.fx.fetchCut = Math.max(broker.fx.fetchCut, 1 - Number(p["capacityRatio"]));
        },
      },
      series: (labels) => this.series(broker, labels),
      target: () => this.target(broker),
    }));
  }

  override wire(find: FindPart): void {
    this.consumers = this.plan.groups.map((group) => {
      const part = find(group);
      return isConsumer(part) ? part : undefined;
    });
  }

  /** At rest what is written is read, so consumers work at the rate of producers. */
  override atDesignPeak(): void {
    for (const port of this.deliver) port.offered = this.publish.offered;
  }

  override size(): void {
    const { plan, brokers } = this;
    const messages = Math.max(1e-9, this.publish.offered);
    this.costS = (plan.usage * plan.cores * brokers.length) / messages;
    this.consumePerS = messages * CONSUME_HEADROOM;
  }

  override begin({ dtS }: Tick): void {
    this.stepLeadership(dtS);
    for (const [g, port] of this.deliver.entries()) port.offered = this.state.consumed[g] ?? 0;
  }

  private stepLeadership(dtS: number): void {
    const { brokers, plan } = this;
    let leaders = 0;
    for (const { state, fx } of brokers) {
      state.up = fx.down > 0 ? 0 : 1;
      state.downForS = state.up === 0 ? state.downForS + dtS : 0;
      state.backForS = state.up === 1 ? state.backForS + dtS : 0;
      // A broker is taken for alive until its session ends, and leads again once it has caught up.
      const counts =
        state.up === 1 ? state.backForS >= CATCH_UP_S : state.downForS <= LEADER_MOVE_S && state.leads > 0;
      state.leads = counts ? 1 : 0;
      leaders += state.leads;
    }
    const missing = brokers.length - leaders;
    for (const { state } of brokers) {
      if (leaders > 0) state.leads /= leaders;
      // Each partition has its copies on all brokers, so every leader misses those of a dead one.
      state.underReplicated =
        state.up === 1 && missing > 0 && state.leads > 0
          ? plan.partitionsPerBroker * brokers.length * state.leads
          : 0;
    }
    for (const g of plan.groups.keys()) this.moveOrphans(g);
  }

  /** What is waiting on a broker that no longer leads is read from the new leaders, which hold copies. */
  private moveOrphans(g: number): void {
    let orphaned = 0;
    for (const { state } of this.brokers) {
      if (state.leads > 0) continue;
      orphaned += state.lag[g] ?? 0;
      state.lag[g] = 0;
    }
    if (orphaned === 0) return;
    for (const { state } of this.brokers) state.lag[g] = (state.lag[g] ?? 0) + orphaned * state.leads;
  }

  override step({ dtS }: Tick): void {
    const { state: total, publish } = this;
    const { next } = publish;
    next.failed = 0;
    next.latency.meanS = 0;
    next.latency.varianceS2 = 0;
    next.failsAfterS = REFUSED_AFTER_S;
    total.consumed.fill(0);
    for (const broker of this.brokers) this.stepBroker(broker, dtS);
  }

  private stepBroker({ state, fx }: Broker, dtS: number): void {
    const { served, costS, latency, plan, publish } = this;
    const perS = publish.offered * state.leads;
    const n = perS * dtS;
    serve(perS, state.up * (plan.cores / costS), plan.cores, PATIENCE_S, state.backlog, dtS, served);
    state.backlog = served.backlog;
    const ok = n * (1 - served.failed);
    latency.meanS = PRODUCE_BASE_S + costS + served.waitS;
    latency.varianceS2 = (PRODUCE_BASE_S / 2) ** 2 + (costS + served.waitS) ** 2;
    publish.next.failed += served.failed * state.leads;
    publish.next.latency.meanS += latency.meanS * state.leads;
    publish.next.latency.varianceS2 += latency.varianceS2 * state.leads;
    state.messagesIn += ok;
    state.errors += n - ok;
    state.bytesIn += ok * MESSAGE_BYTES;
    observe(state.latency, CALL_BUCKETS, ok, latency);
    observeFailures(state.latency, CALL_BUCKETS, n - ok, PATIENCE_S);
    let read = 0;
    for (const [g, consumer] of this.consumers.entries()) {
      // A consumer does not confirm what it could not work off, so a failing dependency holds it up.
      const strength = consumer?.strength() ?? 1;
      const room = this.consumePerS * dtS * state.leads * state.up * (1 - fx.fetchCut) * strength;
      const waiting = (state.lag[g] ?? 0) + ok;
      const out = Math.min(waiting, room);
      state.lag[g] = waiting - out;
      state.messagesOut[g] = (state.messagesOut[g] ?? 0) + out;
      this.state.consumed[g] = (this.state.consumed[g] ?? 0) + out / dtS;
      read += out;
    }
    state.bytesOut += read * MESSAGE_BYTES;
    state.usage =
      state.up * Math.min(1, 0.03 + served.usage * 0.9 + (read / Math.max(1, this.consumePerS * dtS)) * 0.1);
  }

  private series({ state }: Broker, labels: Labels): WorldSeries[] {
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
    for (const [g, group] of this.plan.groups.entries())
      series
        .counter("ckafka_messages_out_total", () => state.messagesOut[g] ?? 0, { group })
        .counter(
          "ckafka_consumer_lag_messages",
          () => (state.lag[g] ?? 0) + this.publish.offered * state.leads * POLL_WAIT_S,
          { group },
        );
    return series.all;
  }

  private target({ state, fx }: Broker): TargetState {
    return {
      compared: {
        up: state.up === 1,
        leads: state.leads > 0,
        underReplicated: state.underReplicated > 0,
        fetchThrottled: fx.fetchCut > 0,
      },
      detail: { clusterNodesUp: this.brokers.filter((broker) => broker.state.up === 1).length },
    };
  }
}

export const behaviour = defineBehaviour(
  "ckafka",
  ckafkaFleet,
  (instance, site) => new Cluster(instance, site),
);
