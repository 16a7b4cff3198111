import type { Labels } from "@/lib/metrics/store";
import { isConsumer, type Consumer } from "@/lib/simulator/consumer";
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
/** A follower that does not keep up for so long leaves the in-sync replicas (`replica.lag.time.max.ms`). */
const ISR_AFTER_S = 30;
/** Copies that must be in sync for `acks=all` (`min.insync.replicas`): of three, one may be lost. */
const IN_SYNC_MIN = 2;
/** Producers give up after this (`delivery.timeout.ms` of our services). */
const PATIENCE_S = 1;
/** A broker that answers "not leader" costs next to nothing. */
const REFUSED_AFTER_S = 0.05;
/** Batching and one acknowledgement by a follower in the other zone. */
const PRODUCE_BASE_S = 0.004;
const MESSAGE_BYTES = 1_200;
/** Days that a topic is kept; what a broker holds is in balance with it. */
const DISK_REST = 0.42;
/** Here a log directory goes offline, as nothing can be appended. */
const DISK_FULL = 0.99;
/** What consumers can read at most, as a multiple of the design peak: a backlog drains while new messages come. */
const CONSUME_HEADROOM = 1.8;
/** A group that polls twice a second has, on average, a quarter second of messages not yet fetched. */
const POLL_WAIT_S = 0.25;
/** A rebalance waits for every member to stop, join and get its partitions: our choice, with caches to fill again. */
const REBALANCE_S = 9.9;
const IDLE_USAGE = 0.03;

class Broker {
  readonly state;
  readonly fx = {
    down: 0,
    fetchCut: 0,
    fillPerMinute: 0,
    poison: 0,
    poisonGroup: 0,
    leadShare: 0,
    followersLost: 0,
    quota: 0,
    rebalancesPerS: 0,
  };
  readonly served = newServed();
  readonly throttled = newServed();

  constructor(
    readonly id: string,
    brokers: number,
    groups: number,
  ) {
    const none = (): number[] => Array.from({ length: groups }, () => 0);
    this.state = {
      up: 1,
      /** Seconds since it stopped working: not up, or without a disk to write to. */
      downForS: 0,
      backForS: CATCH_UP_S,
      /** Share of all partitions that it leads. */
      leads: 1 / brokers,
      /** Share of the disk that a file takes. */
      filled: 0,
      /** How long its followers have not copied, and how many have left the in-sync replicas. */
      stalledForS: 0,
      outOfSync: 0,
      usage: 0,
      idle: 1,
      messagesIn: 0,
      errors: 0,
      throttled: 0,
      bytesIn: 0,
      bytesOut: 0,
      underReplicated: 0,
      offline: 0,
      isrShrinks: 0,
      backlog: 0,
      unsent: 0,
      lag: none(),
      /** Of `lag`, what stands behind a poison message. */
      stuck: none(),
      messagesOut: none(),
      rebalances: none(),
      latency: newHistogram(CALL_BUCKETS),
    };
  }

  get diskUsage(): number {
    const { state } = this;
    return Math.min(1, DISK_REST + 0.05 * state.usage + state.filled);
  }

  stepLiveness(dtS: number): void {
    const { state, fx } = this;
    state.up = fx.down > 0 ? 0 : 1;
    state.filled = fx.fillPerMinute > 0 ? Math.min(1, state.filled + (fx.fillPerMinute * dtS) / 60) : 0;
    const works = state.up === 1 && this.diskUsage < DISK_FULL;
    state.downForS = works ? 0 : state.downForS + dtS;
    state.backForS = works ? state.backForS + dtS : 0;
  }

  get works(): boolean {
    return this.state.downForS === 0;
  }

  /** A broker is taken for alive until its session ends, and leads again once it has caught up. */
  get mayLead(): boolean {
    const { state } = this;
    return this.works ? state.backForS >= CATCH_UP_S : state.downForS <= LEADER_MOVE_S && state.leads > 0;
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
  private readonly readBy = new Map<number, Consumer>();
  private readonly partitions: number;
  /** Core-seconds of one message; from the capacity plan. */
  private costS = 0;
  /** Messages a second of the design peak. */
  private designPerS = 0;
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
    this.partitions = plan.partitionsPerBroker * this.brokers.length;
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
        minInSyncReplicas: IN_SYNC_MIN,
        deletionProtection: true,
      },
      state: broker.state,
      fx: broker.fx,
      effects: effectsOn(broker.fx, plan.groups),
      series: (labels) => this.series(broker, labels),
      target: () => this.target(broker),
    }));
  }

  override wire(find: FindPart): void {
    for (const [g, group] of this.plan.groups.entries()) {
      const part = find(group);
      if (isConsumer(part)) this.readBy.set(g, part);
    }
  }

  /** At rest what is written is read, so consumers work at the rate of producers. */
  override atDesignPeak(): void {
    for (const port of this.deliver) port.offered = this.publish.offered;
  }

  override size(): void {
    const { plan, brokers } = this;
    this.designPerS = Math.max(1e-9, this.publish.offered);
    this.costS = (plan.usage * plan.cores * brokers.length) / this.designPerS;
  }

  override begin({ dtS }: Tick): void {
    for (const broker of this.brokers) broker.stepLiveness(dtS);
    this.stepLeaders();
    for (const broker of this.brokers) this.stepReplicas(broker, dtS);
    for (let g = 0; g < this.plan.groups.length; g++) this.moveOrphans(g);
    for (let g = 0; g < this.deliver.length; g++) {
      const port = this.deliver[g];
      if (port) port.offered = this.state.consumed[g] ?? 0;
    }
  }

  /** Who leads which share: all alike, but for a broker that was given more. */
  private stepLeaders(): void {
    let leaders = 0;
    let given = 0;
    let favoured = 0;
    for (const broker of this.brokers) {
      const may = broker.mayLead;
      broker.state.leads = may ? 1 : 0;
      if (!may) continue;
      leaders += 1;
      if (broker.fx.leadShare === 0) continue;
      given += broker.fx.leadShare;
      favoured += 1;
    }
    if (leaders === 0) return;
    if (favoured === leaders) given = 0;
    for (const { state, fx } of this.brokers) {
      if (state.leads === 0) continue;
      state.leads =
        given === 0
          ? 1 / leaders
          : fx.leadShare > 0
            ? fx.leadShare / Math.max(1, given)
            : Math.max(0, 1 - given) / (leaders - favoured);
    }
  }

  /** Every partition has its copies on all brokers, so every leader misses those of one that does not work. */
  private stepReplicas({ state, fx }: Broker, dtS: number): void {
    const led = this.partitions * state.leads;
    state.stalledForS = fx.followersLost > 0 ? state.stalledForS + dtS : 0;
    const stalled = state.stalledForS >= ISR_AFTER_S ? fx.followersLost : 0;
    let missing = 0;
    for (const other of this.brokers) if (other.state !== state && other.state.leads === 0) missing += 1;
    const outOfSync = Math.min(this.brokers.length - 1, Math.max(stalled, missing));
    if (outOfSync > state.outOfSync) state.isrShrinks += led * (outOfSync - state.outOfSync);
    state.outOfSync = outOfSync;
    state.underReplicated = state.up === 1 && outOfSync > 0 ? led : 0;
    state.offline = state.downForS > 0 ? led : 0;
  }

  /** What is waiting on a broker that no longer leads is read from the new leaders, which hold copies. */
  private moveOrphans(g: number): void {
    let orphaned = 0;
    for (const { state } of this.brokers) {
      if (state.leads > 0) continue;
      orphaned += state.lag[g] ?? 0;
      state.lag[g] = 0;
      state.stuck[g] = 0;
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
    let rebalancesPerS = 0;
    for (const { fx } of this.brokers) rebalancesPerS = Math.max(rebalancesPerS, fx.rebalancesPerS);
    const reading = Math.max(0, 1 - rebalancesPerS * REBALANCE_S);
    for (const broker of this.brokers) {
      const taken = this.take(broker, dtS);
      this.deliverFrom(broker, taken, reading, dtS);
    }
  }

  /** @returns messages that the broker takes in the tick. */
  private take(broker: Broker, dtS: number): number {
    const { costS, latency, plan, publish } = this;
    const { state, fx, served, throttled } = broker;
    const perS = publish.offered * state.leads;
    const n = perS * dtS;
    const cores = broker.works ? plan.cores / costS : 0;
    serve(perS, cores, plan.cores, PATIENCE_S, state.backlog, dtS, served);
    state.backlog = served.backlog;
    const quota =
      fx.quota > 0 ? (fx.quota * this.designPerS) / this.brokers.length : Number.POSITIVE_INFINITY;
    throttled.waitS = throttled.failed = 0;
    if (fx.quota > 0) serve(perS, quota, 1, PATIENCE_S, state.unsent, dtS, throttled);
    state.unsent = fx.quota > 0 ? throttled.backlog : 0;
    if (perS > quota) state.throttled += n;
    const copies = this.brokers.length - state.outOfSync;
    const refused = copies < IN_SYNC_MIN ? 1 : 0;
    const failed = 1 - (1 - served.failed) * (1 - throttled.failed) * (1 - refused);
    const ok = n * (1 - failed);
    const waitS = served.waitS + throttled.waitS;
    latency.meanS = PRODUCE_BASE_S + costS + waitS;
    latency.varianceS2 = (PRODUCE_BASE_S / 2) ** 2 + (costS + waitS) ** 2;
    publish.next.failed += failed * state.leads;
    publish.next.latency.meanS += latency.meanS * state.leads;
    publish.next.latency.varianceS2 += latency.varianceS2 * state.leads;
    state.messagesIn += ok;
    state.errors += n - ok;
    state.bytesIn += ok * MESSAGE_BYTES;
    observe(state.latency, CALL_BUCKETS, ok, latency);
    observeFailures(state.latency, CALL_BUCKETS, n - ok, refused > 0 ? REFUSED_AFTER_S : PATIENCE_S);
    return ok;
  }

  private deliverFrom(broker: Broker, taken: number, reading: number, dtS: number): void {
    const { state, fx, served } = broker;
    const consumePerS = this.designPerS * CONSUME_HEADROOM;
    let read = 0;
    for (let g = 0; g < this.plan.groups.length; g++) {
      const poison = fx.poisonGroup === g ? fx.poison : 0;
      const stuck = poison > 0 ? (state.stuck[g] ?? 0) + taken * poison : 0;
      // A consumer does not confirm what it could not work off, so a failing dependency holds it up.
      const strength = this.readBy.get(g)?.strength() ?? 1;
      const works = broker.works ? strength * (1 - fx.fetchCut) * reading : 0;
      const room = consumePerS * dtS * state.leads * works * (1 - poison);
      const waiting = (state.lag[g] ?? 0) + taken;
      const out = Math.min(waiting - stuck, room);
      state.stuck[g] = stuck;
      state.lag[g] = waiting - out;
      state.messagesOut[g] = (state.messagesOut[g] ?? 0) + out;
      state.rebalances[g] = (state.rebalances[g] ?? 0) + fx.rebalancesPerS * dtS;
      this.state.consumed[g] = (this.state.consumed[g] ?? 0) + out / dtS;
      read += out;
    }
    state.bytesOut += read * MESSAGE_BYTES;
    state.usage =
      state.up * Math.min(1, IDLE_USAGE + served.usage * 0.9 + (read / Math.max(1, consumePerS * dtS)) * 0.1);
    state.idle = 1 - served.usage;
  }

  private series(broker: Broker, labels: Labels): WorldSeries[] {
    const { state } = broker;
    const series = new SeriesOf(labels, () => state.up === 1)
      .always("ckafka_up", () => state.up)
      .always("ckafka_offline_partitions", () => Math.round(state.offline))
      .gauge("ckafka_cpu_usage_ratio", () => state.usage)
      .gauge("ckafka_request_handler_idle_ratio", () => state.idle)
      .gauge("ckafka_disk_usage_ratio", () => broker.diskUsage)
      .counter("ckafka_messages_in_total", () => state.messagesIn)
      .counter("ckafka_receive_bytes_total", () => state.bytesIn)
      .counter("ckafka_transmit_bytes_total", () => state.bytesOut)
      .histogram("ckafka_produce_duration_seconds", CALL_BUCKETS, state.latency)
      .counter("ckafka_produce_errors_total", () => state.errors)
      .counter("ckafka_throttled_requests_total", () => state.throttled)
      .counter("ckafka_isr_shrinks_total", () => state.isrShrinks)
      .gauge("ckafka_leader_partitions", () => Math.round(state.leads * this.partitions))
      .gauge("ckafka_under_replicated_partitions", () => Math.round(state.underReplicated));
    for (const [g, group] of this.plan.groups.entries())
      series
        .counter("ckafka_messages_out_total", () => state.messagesOut[g] ?? 0, { group })
        .counter("ckafka_consumer_rebalances_total", () => state.rebalances[g] ?? 0, { group })
        .counter(
          "ckafka_consumer_lag_messages",
          () => (state.lag[g] ?? 0) + this.publish.offered * state.leads * POLL_WAIT_S,
          { group },
        );
    return series.all;
  }

  private target(broker: Broker): TargetState {
    const { state, fx } = broker;
    return {
      compared: {
        up: state.up === 1,
        leads: state.leads > 0,
        leadersSpread: state.leads * this.brokers.length < 1.4,
        underReplicated: state.underReplicated > 0,
        fetchThrottled: fx.fetchCut > 0,
        produceThrottled: fx.quota > 0,
        diskFilled: state.filled > 0,
        groupsStable: fx.rebalancesPerS === 0 && fx.poison === 0,
      },
      detail: { clusterNodesUp: this.brokers.filter((one) => one.state.up === 1).length },
    };
  }
}

const effectsOn = (fx: Broker["fx"], groups: readonly string[]): Member["effects"] => ({
  "ckafka.broker_down": () => {
    fx.down = 1;
  },
  "ckafka.consumer_stall": (p) => {
    fx.fetchCut = Math.max(fx.fetchCut, 1 - Number(p["capacityRatio"]));
  },
  "ckafka.disk_full": (p) => {
    fx.fillPerMinute = Math.max(fx.fillPerMinute, Number(p["fillRatioPerMinute"]));
  },
  "ckafka.poison_message": (p) => {
    fx.poison = Math.max(fx.poison, Number(p["partitionsRatio"]));
    fx.poisonGroup = Math.max(0, groups.indexOf(String(p["group"])));
  },
  "ckafka.leader_imbalance": (p) => {
    fx.leadShare = Math.max(fx.leadShare, Number(p["leadersRatio"]));
  },
  "ckafka.replication_stalled": (p) => {
    fx.followersLost = Math.max(fx.followersLost, Number(p["followers"]));
  },
  "ckafka.bandwidth_quota_reached": (p) => {
    fx.quota = Number(p["quotaRatio"]);
  },
  "ckafka.rebalance_storm": (p) => {
    fx.rebalancesPerS = Math.max(fx.rebalancesPerS, Number(p["rebalancesPerMinute"]) / 60);
  },
});

export const behaviour = defineBehaviour(
  "ckafka",
  ckafkaFleet,
  (instance, site) => new Cluster(instance, site),
);
