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
import { rabbitmqFleet, type QueuePlan, type RabbitPlan } from "./fleet";

/** The failure detector of quorum queues polls every 5 s (`aten`, `poll_interval`), then the members elect. */
const ELECT_AFTER_S = 8;
/** A node boots and its queues copy what they missed. */
const START_S = 25;
/** The managed service spreads leaders again once all nodes have been well for so long: our choice. */
const REBALANCE_AFTER_S = 120;
/** Publishers wait this long for a confirm: it never comes from a queue without a leader, or a blocked connection. */
const CONFIRM_TIMEOUT_S = 1;
/** A full queue answers `basic.nack` at once. */
const REFUSED_AFTER_S = 0.02;
/** Raft: written to disk here and by one follower in another zone. */
const CONFIRM_BASE_S = 0.004;
/** A follower writes a message to its log and does no more: our choice, half of the leader's work. */
const FOLLOWER_WORK = 0.5;
/** What consumers can take at most, as a multiple of the design peak: a backlog drains while new messages come. */
const CONSUME_HEADROOM = 1.8;
/** `vm_memory_high_watermark.relative`, default of RabbitMQ 4. */
const WATERMARK = 0.6;
/** RabbitMQ's networking guide: a connection takes about 100 kB of memory. */
const CONNECTION_BYTES = 100_000;
const MESSAGE_BYTES = 4_000;
/** Sockets of publishers and consumers on a node at rest, and files of the node itself. */
const CONNECTIONS_REST = 60;
const FILES_REST = 900;
const CONSUMERS = 12;
/** Unacknowledged messages that a consumer may hold (`basic.qos`). */
const PREFETCH = 50;
/** What a consumer works at one message. */
const WORK_S = 0.02;
const IDLE_USAGE = 0.02;

/** What a node counts of a queue while it leads it. */
const newQueueCount = () => ({ published: 0, delivered: 0, acknowledged: 0, redelivered: 0 });

class Node {
  readonly state;
  readonly fx = {
    down: 0,
    cut: 0,
    memoryTaken: 0,
    file: 0,
    fileLeavesBytes: 0,
    lengthLimit: 0,
    stall: 0,
    loop: 0,
    leakPerS: 0,
  };
  /** Messages a second that it works on in this tick, led ones and copies. */
  load = 0;
  readonly served = newServed();

  constructor(
    readonly id: string,
    queues: readonly QueuePlan[],
  ) {
    this.state = {
      up: 1,
      backForS: START_S,
      usage: IDLE_USAGE,
      memory: 0,
      freeBytes: 0,
      memoryAlarm: 0,
      diskAlarm: 0,
      leaked: 0,
      connections: CONNECTIONS_REST,
      refused: 0,
      backlog: 0,
      unreachable: 0,
      errors: { blocked: 0, full: 0, no_leader: 0, timeout: 0 },
      queues: Object.fromEntries(queues.map(({ name }) => [name, newQueueCount()])),
      latency: newHistogram(CALL_BUCKETS),
    };
  }

  /** A node without a majority pauses itself (`pause_minority`), which is as good as down. */
  stepLiveness(dtS: number): void {
    const { state, fx } = this;
    if (fx.down > 0 || fx.cut > 0) {
      state.up = 0;
      state.backForS = 0;
      return;
    }
    state.backForS += dtS;
    if (state.backForS >= START_S) state.up = 1;
  }
}

type Reason = keyof Node["state"]["errors"];

/** One quorum queue as it runs; what changes is in the cluster's state. */
class Queue {
  readonly state;

  constructor(
    readonly plan: QueuePlan,
    readonly port: Port,
    /** Index of the node that leads it when leaders are spread. */
    readonly home: number,
  ) {
    this.state = { leader: home, lostForS: 0, waiting: 0, unacked: 0, consumedPerS: 0 };
  }
}

class Cluster extends Part {
  override readonly state: { wellForS: number; queues: Record<string, Queue["state"]> };
  readonly members: readonly Member[];
  private readonly nodes: readonly Node[];
  private readonly queues: readonly Queue[];
  private readonly plan: RabbitPlan;
  private readonly publish: Port;
  private reader: Consumer | null = null;
  /** Core-seconds of one message on its leader; from the capacity plan. */
  private costS = 0;
  /** Messages a second that consumers can take from all queues; from the capacity plan. */
  private consumePerS = 0;
  private readonly watermarkBytes: number;
  private readonly latency = newLatency(CONFIRM_BASE_S);

  constructor(instance: Instance<RabbitPlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    this.watermarkBytes = plan.memoryBytes * WATERMARK;
    this.publish = this.open("publish");
    this.nodes = instance.members.map(({ id }) => new Node(site.name(id), plan.queues));
    this.queues = plan.queues.map(
      (queue, i) => new Queue(queue, this.open(`deliver:${queue.name}`), i % this.nodes.length),
    );
    this.state = {
      wellForS: REBALANCE_AFTER_S,
      queues: Object.fromEntries(this.queues.map((queue) => [queue.plan.name, queue.state])),
    };
    const zones = [...new Set(instance.members.map(({ zone }) => zone))];
    this.members = this.nodes.map((node, i) => ({
      id: node.id,
      zone: instance.members[i]?.zone ?? null,
      spec: {
        zones,
        replicas: instance.members.length,
        cpuCores: plan.cores,
        memoryBytes: plan.memoryBytes,
        diskBytes: plan.diskBytes,
        partitionHandling: "pause_minority",
        deletionProtection: true,
      },
      state: node.state,
      fx: node.fx,
      effects: effectsOn(node.fx),
      series: (labels) => this.series(node, i, labels),
      target: () => this.target(node, i),
    }));
  }

  override wire(find: FindPart): void {
    const part = find(this.plan.reader);
    if (isConsumer(part)) this.reader = part;
  }

  /** At rest what is published is read. */
  override atDesignPeak(): void {
    for (const { port, plan } of this.queues) port.offered = this.publish.offered * plan.share;
  }

  override size(): void {
    const { plan, nodes } = this;
    const messages = Math.max(1e-9, this.publish.offered);
    const work = messages * (1 + FOLLOWER_WORK * (nodes.length - 1));
    this.costS = ((plan.usage - IDLE_USAGE) * plan.cores * nodes.length) / work;
    this.consumePerS = messages * CONSUME_HEADROOM;
  }

  override begin({ dtS }: Tick): void {
    for (const node of this.nodes) node.stepLiveness(dtS);
    this.stepLeaders(dtS);
    for (const { port, state } of this.queues) port.offered = state.consumedPerS;
  }

  private upCount(): number {
    let up = 0;
    for (const { state } of this.nodes) up += state.up;
    return up;
  }

  private stepLeaders(dtS: number): void {
    const { nodes, queues, state } = this;
    const up = this.upCount();
    state.wellForS = up === nodes.length ? state.wellForS + dtS : 0;
    for (const { state: node, fx } of nodes) {
      // A node that is down has contact with none of the others; those that are up miss only it.
      node.unreachable = fx.down > 0 || fx.cut > 0 ? nodes.length - 1 : nodes.length - up - (1 - node.up);
    }
    for (const queue of queues) {
      if (nodes[queue.state.leader]?.state.up === 1) {
        queue.state.lostForS = 0;
        if (state.wellForS >= REBALANCE_AFTER_S) queue.state.leader = queue.home;
        continue;
      }
      queue.state.lostForS += dtS;
      if (queue.state.lostForS >= ELECT_AFTER_S && up * 2 > nodes.length) this.elect(queue);
    }
  }

  /** The node that is up and leads the fewest. */
  private elect(queue: Queue): void {
    let fewest = Number.POSITIVE_INFINITY;
    for (const [i, { state }] of this.nodes.entries()) {
      const led = this.ledBy(i);
      if (state.up === 0 || led >= fewest) continue;
      fewest = led;
      queue.state.leader = i;
    }
    queue.state.lostForS = 0;
  }

  private ledBy(index: number): number {
    let led = 0;
    for (const { state } of this.queues) if (state.leader === index) led += 1;
    return led;
  }

  override step({ dtS }: Tick): void {
    const { nodes, queues, plan, costS } = this;
    const up = this.upCount();
    const majority = up * 2 > nodes.length;
    let blocked = false;
    for (const node of nodes) {
      this.stepResources(node, up, dtS);
      blocked ||= node.state.memoryAlarm > 0 || node.state.diskAlarm > 0;
      node.load = 0;
    }
    const takes = majority && !blocked;
    if (takes) for (const queue of queues) this.loadNodes(queue);
    for (const { state, load, served } of nodes) {
      serve(load, state.up * (plan.cores / costS), plan.cores, CONFIRM_TIMEOUT_S, state.backlog, dtS, served);
      state.backlog = served.backlog;
      state.usage = state.up * Math.min(1, IDLE_USAGE + served.usage);
    }
    const { next } = this.publish;
    next.failed = 0;
    next.failsAfterS = 0;
    next.latency.meanS = 0;
    next.latency.varianceS2 = 0;
    for (const queue of queues) this.stepQueue(queue, majority, blocked, dtS);
    next.failsAfterS = next.failed > 0 ? next.failsAfterS / next.failed : REFUSED_AFTER_S;
  }

  private loadNodes({ plan, state }: Queue): void {
    const perS = this.publish.offered * plan.share;
    for (const [i, node] of this.nodes.entries())
      if (node.state.up === 1) node.load += perS * (i === state.leader ? 1 : FOLLOWER_WORK);
  }

  private stepResources({ state, fx }: Node, up: number, dtS: number): void {
    const { plan, watermarkBytes } = this;
    const { fileDescriptorsMax } = plan;
    // Clients of a lost node are with the others.
    const own = (CONNECTIONS_REST * this.nodes.length) / Math.max(1, up);
    if (fx.leakPerS > 0 && state.up === 1) {
      const room = Math.max(0, fileDescriptorsMax - FILES_REST - own - state.leaked);
      const opened = fx.leakPerS * dtS;
      state.leaked += Math.min(room, opened);
      state.refused += Math.max(0, opened - room);
    } else state.leaked = 0;
    state.connections = state.up * (own + state.leaked);
    let queuedBytes = 0;
    for (const { state: queue } of this.queues) queuedBytes += queue.waiting * MESSAGE_BYTES;
    state.memory =
      plan.memoryRest +
      0.1 * state.usage +
      (queuedBytes + state.leaked * CONNECTION_BYTES) / watermarkBytes +
      fx.memoryTaken;
    const free = plan.diskBytes * (1 - plan.diskRest) - queuedBytes;
    state.freeBytes = fx.file > 0 ? Math.min(free, fx.fileLeavesBytes) : free;
    state.memoryAlarm = state.up === 1 && state.memory >= 1 ? 1 : 0;
    state.diskAlarm = state.up === 1 && state.freeBytes < plan.diskFreeLimitBytes ? 1 : 0;
  }

  /** A share of a queue's publishes fails. Counted on the nodes that clients are connected to, evenly. */
  private fail(reason: Reason, { share }: QueuePlan, part: number, afterS: number, dtS: number): void {
    if (part <= 0) return;
    const { next, offered } = this.publish;
    next.failed += share * part;
    next.failsAfterS += share * part * afterS;
    const n = (offered * share * part * dtS) / Math.max(1, this.upCount());
    for (const { state } of this.nodes) {
      if (state.up === 0) continue;
      state.errors[reason] += n;
      observeFailures(state.latency, CALL_BUCKETS, n, afterS);
    }
  }

  private stepQueue(queue: Queue, majority: boolean, blocked: boolean, dtS: number): void {
    const { plan, state } = queue;
    const leader = this.nodes[state.leader];
    if (!leader || leader.state.up === 0 || !majority) {
      state.consumedPerS = 0;
      this.fail("no_leader", plan, 1, CONFIRM_TIMEOUT_S, dtS);
      return;
    }
    const accepted = blocked ? 0 : this.accept(queue, leader, dtS);
    if (blocked) this.fail("blocked", plan, 1, CONFIRM_TIMEOUT_S, dtS);
    const count = leader.state.queues[plan.name];
    if (!count) return;
    const capacity = this.capacity(plan, leader);
    const waiting = state.waiting + accepted;
    const out = Math.min(waiting, capacity * (1 - leader.fx.loop) * dtS);
    const again = capacity * leader.fx.loop * dtS;
    const inWork = (out / dtS) * WORK_S;
    state.waiting = waiting - out;
    state.consumedPerS = out / dtS;
    state.unacked = state.waiting > 0 ? Math.min(state.waiting + inWork, PREFETCH * CONSUMERS) : inWork;
    count.published += accepted;
    count.delivered += out + again;
    count.redelivered += again;
    count.acknowledged += out;
  }

  /** Messages a second that consumers could take from a queue. */
  private capacity({ share }: QueuePlan, { fx }: Node): number {
    return this.consumePerS * share * (this.reader?.strength() ?? 1) * (1 - fx.stall);
  }

  /** @returns messages that the queue takes in the tick. */
  private accept({ plan, state }: Queue, leader: Node, dtS: number): number {
    const { publish, latency, costS } = this;
    const { served, fx } = leader;
    const offered = publish.offered * plan.share * dtS;
    this.fail("timeout", plan, served.failed, CONFIRM_TIMEOUT_S, dtS);
    let accepted = offered * (1 - served.failed);
    if (fx.lengthLimit > 0 && accepted > 0) {
      const space = fx.lengthLimit + state.unacked - state.waiting + this.capacity(plan, leader) * dtS;
      const refused = accepted - Math.min(accepted, Math.max(0, space));
      this.fail("full", plan, refused / offered, REFUSED_AFTER_S, dtS);
      accepted -= refused;
    }
    latency.meanS = CONFIRM_BASE_S + costS + served.waitS;
    latency.varianceS2 = (CONFIRM_BASE_S / 2) ** 2 + (costS + served.waitS) ** 2;
    observe(leader.state.latency, CALL_BUCKETS, accepted, latency);
    publish.next.latency.meanS += latency.meanS * plan.share;
    publish.next.latency.varianceS2 += latency.varianceS2 * plan.share;
    return accepted;
  }

  private series({ state }: Node, index: number, labels: Labels): WorldSeries[] {
    const { plan, queues } = this;
    const node = new SeriesOf(labels, () => state.up === 1)
      .always("rabbitmq_up", () => state.up)
      .always("rabbitmq_unreachable_cluster_peers", () => state.unreachable)
      .gauge("rabbitmq_cpu_usage_ratio", () => state.usage)
      .gauge("rabbitmq_memory_watermark_ratio", () => state.memory)
      .counter("rabbitmq_disk_space_available_bytes", () => state.freeBytes)
      .gauge("rabbitmq_alarms_memory_used_watermark", () => state.memoryAlarm)
      .gauge("rabbitmq_alarms_free_disk_space_watermark", () => state.diskAlarm)
      .gauge("rabbitmq_connections", () => Math.round(state.connections))
      .gauge(
        "rabbitmq_file_descriptors_usage_ratio",
        () => (FILES_REST + state.connections) / plan.fileDescriptorsMax,
      )
      .counter("rabbitmq_connections_refused_total", () => state.refused)
      .histogram("rabbitmq_publish_duration_seconds", CALL_BUCKETS, state.latency)
      .gauge("rabbitmq_queues_led", () => this.ledBy(index));
    for (const reason of Object.keys(state.errors) as Reason[])
      node.counter("rabbitmq_publish_errors_total", () => state.errors[reason], { reason });
    return [...node.all, ...queues.flatMap((queue) => this.queueSeries(queue, state, index, labels))];
  }

  private queueSeries(queue: Queue, node: Node["state"], index: number, labels: Labels): WorldSeries[] {
    const { name } = queue.plan;
    const by = { queue: name };
    const count = node.queues[name] ?? newQueueCount();
    const { state } = queue;
    return [
      ...new SeriesOf(labels, () => node.up === 1)
        .counter("rabbitmq_messages_published_total", () => count.published, by)
        .counter("rabbitmq_messages_delivered_total", () => count.delivered, by)
        .counter("rabbitmq_messages_acknowledged_total", () => count.acknowledged, by)
        .counter("rabbitmq_messages_redelivered_total", () => count.redelivered, by).all,
      ...new SeriesOf(labels, () => node.up === 1 && state.leader === index)
        .counter("rabbitmq_queue_messages_ready", () => Math.max(0, state.waiting - state.unacked), by)
        .counter("rabbitmq_queue_messages_unacked", () => state.unacked, by)
        .gauge("rabbitmq_queue_consumers", () => ((this.reader?.strength() ?? 1) > 0 ? CONSUMERS : 0), by)
        .all,
    ];
  }

  private target({ state, fx }: Node, index: number): TargetState {
    return {
      compared: {
        up: state.up === 1,
        clusterNodesUp: this.upCount(),
        memoryAlarm: state.memoryAlarm === 1,
        diskAlarm: state.diskAlarm === 1,
        lengthLimited: fx.lengthLimit > 0,
        consumersHeldUp: fx.stall > 0 || fx.loop > 0,
        connectionsLeak: fx.leakPerS > 0 || state.leaked > 0,
      },
      detail: { queuesLed: this.ledBy(index) },
    };
  }
}

const effectsOn = (fx: Node["fx"]): Member["effects"] => ({
  "rabbitmq.node_down": () => {
    fx.down = 1;
  },
  "rabbitmq.network_partition": () => {
    fx.cut = 1;
  },
  "rabbitmq.memory_alarm": (p) => {
    fx.memoryTaken = Math.max(fx.memoryTaken, Number(p["takenRatio"]));
  },
  "rabbitmq.disk_full": (p) => {
    fx.file = 1;
    fx.fileLeavesBytes = Number(p["freeBytes"]);
  },
  "rabbitmq.queue_limit": (p) => {
    fx.lengthLimit = Number(p["lengthMessages"]);
    fx.stall = Math.max(fx.stall, 1 - Number(p["capacityRatio"]));
  },
  "rabbitmq.consumers_stalled": (p) => {
    fx.stall = Math.max(fx.stall, 1 - Number(p["capacityRatio"]));
  },
  "rabbitmq.poison_message": (p) => {
    fx.loop = Math.max(fx.loop, Number(p["consumersRatio"]));
  },
  "rabbitmq.connection_leak": (p) => {
    fx.leakPerS = Math.max(fx.leakPerS, Number(p["connectionsPerS"]));
  },
});

export const behaviour = defineBehaviour(
  "rabbitmq",
  rabbitmqFleet,
  (instance, site) => new Cluster(instance, site),
);
