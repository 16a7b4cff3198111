import type { Labels } from "@/lib/metrics/store";
import type { Port } from "@/lib/simulator/graph";
import { newHistogram, newLatency, observe } from "@/lib/simulator/latency";
import {
  defineBehaviour,
  Part,
  type FindPart,
  type Instance,
  type Member,
  type Site,
  type Tick,
} from "@/lib/simulator/part";
import { newServed, serve, settled } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { TargetState } from "../types";
import { CALL_BUCKETS } from "../views";
import { registryFleet, type EnsemblePlan } from "./fleet";

/** Followers wait `syncLimit` (5) ticks of 2 s for the leader, then elect one: about two seconds more. */
const ELECT_AFTER_S = 12;
/** A node boots and copies the leader's state. */
const START_S = 15;
/** Sessions end when no heartbeat came for so long (ZooKeeper clients usually ask for 10 s). */
const SESSION_TIMEOUT_S = 10;
/** Clients of a lost node try the next one within a third of the session's time-out. */
const MOVE_S = SESSION_TIMEOUT_S / 3;
/** Nacos clients beat every five seconds. */
const HEARTBEAT_EVERY_S = 5;
/** A change reaches a subscriber by push; those that were missed are asked for every few seconds. */
const PUSH_S = 5;
/** Our choice: an instance lives for a day, then a deploy or a rescheduling moves it. */
const CHURN_PER_HOUR = 1 / 24;
/** Share of the requests that write: locks, latches of scheduled jobs, registrations. Our choice for these services. */
const WRITE_SHARE = 0.04;
/** Sync of a log to a cloud SSD. */
const FSYNC_S = 0.004;
/** Writes that one sync takes along; ZooKeeper flushes at most 1,000 at a time, and far fewer wait in practice. */
const WRITES_PER_SYNC = 20;
const READ_BASE_S = 0.0008;
/** Clients give up on a request after this. */
const PATIENCE_S = 0.5;
/** A refused connection is felt at once. */
const REFUSED_AFTER_S = 0.02;
/** Picking an address out of the client's own cache. */
const PICK_S = 0.00002;
const IDLE_USAGE = 0.03;
/** Services run at half of what they can do at most, so half of their instances carry the load of all: our choice. */
const LOAD_HEADROOM = 2;

/** A service whose instances are registered. */
interface Instances {
  ready(): number;
}
const isInstances = (part: object): part is Instances => "ready" in part && typeof part.ready === "function";

class Node {
  readonly state = {
    up: 1,
    backForS: START_S,
    /** 1 while it follows or leads in a quorum. */
    serves: 1,
    usage: IDLE_USAGE,
    sessions: 0,
    expired: 0,
    outstanding: 0,
    backlog: 0,
    elections: 0,
    pushFailures: 0,
    requests: { lookup: 0, write: 0, heartbeat: 0 },
    errors: { lookup: 0, write: 0 },
    latency: newHistogram(CALL_BUCKETS),
    fsync: newHistogram(CALL_BUCKETS),
  };
  readonly fx = {
    down: 0,
    paused: 0,
    quorumLost: 0,
    cut: 0,
    storm: 0,
    fsyncS: 0,
    churnPerHour: 0,
    deleted: 0,
  };

  constructor(readonly id: string) {}

  stepLiveness(down: boolean, dtS: number): void {
    const { state } = this;
    if (down) {
      state.up = 0;
      state.backForS = 0;
      return;
    }
    state.backForS += dtS;
    if (state.backForS >= START_S) state.up = 1;
  }

  get connected(): boolean {
    return this.state.up === 1 && this.fx.cut === 0;
  }
}

class Ensemble extends Part {
  override readonly state = {
    /** Index of the leader, -1 for none. */
    leader: 0,
    lostForS: 0,
    /** Writes that wait for the leader. */
    backlog: 0,
    /** Instances of the services that are alive, and those that the ensemble knows. */
    live: 0,
    registered: 0,
    /** Share of the addresses in clients' caches that lead nowhere. */
    stale: 0,
  };
  readonly members: readonly Member[];
  private readonly nodes: readonly Node[];
  private readonly plan: EnsemblePlan;
  private readonly lookup: Port;
  private readonly resolve: Port;
  private readonly services: Instances[] = [];
  /** Core-seconds of a read; from the capacity plan. */
  private costS = 0;
  /** Reconnects a second in this tick. */
  private stormPerS = 0;
  /** What became of the writes, and of one node's reads. */
  private readonly writes = newServed();
  private readonly reads = newServed();
  private readonly latency = newLatency(READ_BASE_S);

  constructor(instance: Instance<EnsemblePlan>, site: Site) {
    super(instance, site);
    this.plan = instance.plan;
    this.lookup = this.open("lookup");
    this.resolve = this.open("resolve");
    this.nodes = instance.members.map(({ id }) => new Node(site.name(id)));
    const zones = [...new Set(instance.members.map(({ zone }) => zone))];
    this.members = this.nodes.map((node, i) => ({
      id: node.id,
      zone: instance.members[i]?.zone ?? null,
      spec: {
        zones,
        replicas: instance.members.length,
        cpuCores: this.plan.cores,
        sessionTimeoutS: SESSION_TIMEOUT_S,
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
    for (const name of this.plan.services) {
      const part = find(name);
      if (isInstances(part)) this.services.push(part);
    }
  }

  override size(): void {
    const { plan, nodes, state } = this;
    state.live = state.registered = this.countLive();
    for (const node of nodes) node.state.sessions = state.live / nodes.length;
    const perNode = (this.lookup.offered + state.live / HEARTBEAT_EVERY_S) / nodes.length;
    this.costS = ((plan.usage - IDLE_USAGE) * plan.cores) / Math.max(1e-9, perNode);
  }

  private countLive(): number {
    let live = 0;
    for (const service of this.services) live += service.ready();
    return live;
  }

  override begin({ dtS }: Tick): void {
    const { nodes, state } = this;
    for (let i = 0; i < nodes.length; i++) nodes[i]?.stepLiveness(this.isDown(i), dtS);
    this.stepLeader(dtS);
    const led = state.leader >= 0 && nodes[state.leader]?.connected === true;
    for (const node of nodes) node.state.serves = led && node.connected ? 1 : 0;
    this.stepSessions(dtS);
    this.stepRegistrations(led, dtS);
  }

  /** A lost quorum leaves the next node of the ring alone. */
  private isDown(index: number): boolean {
    const { nodes } = this;
    const fx = nodes[index]?.fx;
    if (!fx || fx.down > 0 || fx.paused > 0) return true;
    for (let k = 0; k < nodes.length; k++)
      if ((nodes[k]?.fx.quorumLost ?? 0) > 0 && index !== (k + 1) % nodes.length) return true;
    return false;
  }

  private stepLeader(dtS: number): void {
    const { nodes, state } = this;
    let connected = 0;
    for (const node of nodes) if (node.connected) connected += 1;
    const majority = connected * 2 > nodes.length;
    if (majority && state.leader >= 0 && nodes[state.leader]?.connected === true) {
      state.lostForS = 0;
      return;
    }
    state.lostForS += dtS;
    if (state.lostForS < ELECT_AFTER_S) return;
    if (!majority) {
      state.leader = -1;
      return;
    }
    state.leader = nodes.findIndex((node) => node.connected);
    state.lostForS = 0;
    for (const node of nodes) if (node.connected) node.state.elections += 1;
  }

  private stepSessions(dtS: number): void {
    const { nodes, state } = this;
    let serving = 0;
    for (const node of nodes) serving += node.state.serves;
    const moved = settled(dtS, MOVE_S);
    for (const { state: node } of nodes) {
      const goal = serving > 0 ? (node.serves * state.live) / serving : 0;
      node.sessions += (goal - node.sessions) * moved;
    }
  }

  /** What the ensemble knows of the instances, and how true it is what their clients know. */
  private stepRegistrations(led: boolean, dtS: number): void {
    const { nodes, state } = this;
    const live = this.countLive();
    const lost = Math.max(0, state.live - live);
    state.live = live;
    let deleted = 0;
    let churnPerHour = 0;
    for (const { fx } of nodes) {
      deleted = Math.max(deleted, fx.deleted);
      churnPerHour = Math.max(churnPerHour, fx.churnPerHour);
    }
    const pushes = led && churnPerHour === 0;
    const goal = live * (1 - deleted);
    if (led && deleted > 0) state.registered = Math.min(state.registered, goal);
    if (led) state.registered += (goal - state.registered) * settled(dtS, SESSION_TIMEOUT_S);
    state.stale += (lost / Math.max(1, live + lost)) * (1 - state.stale);
    if (pushes) {
      state.stale *= Math.exp(-dtS / PUSH_S);
      return;
    }
    const perHour = Math.max(CHURN_PER_HOUR, churnPerHour);
    state.stale += (1 - state.stale) * settled(dtS, 3_600 / perHour);
    if (!led) return;
    const failures = ((live * perHour) / 3_600) * this.services.length * dtS;
    for (const { state: node } of nodes) node.pushFailures += (node.serves * failures) / nodes.length;
  }

  override step({ dtS }: Tick): void {
    const { nodes, state, lookup, resolve } = this;
    this.serveWrites(dtS);
    const { next } = lookup;
    next.failed = 0;
    next.latency.meanS = 0;
    next.latency.varianceS2 = 0;
    let sessions = 0;
    for (const { state: node } of nodes) sessions += node.sessions;
    for (const node of nodes) {
      const share = sessions > 1 ? node.state.sessions / sessions : 1 / nodes.length;
      this.stepNode(node, share, dtS);
    }
    next.failsAfterS = PATIENCE_S;
    const known = state.live > 0 ? Math.min(1, state.registered / state.live) : 1;
    const overloaded = Math.max(0, 1 - known * LOAD_HEADROOM);
    resolve.next.failed = 1 - (1 - state.stale) * (1 - overloaded);
    resolve.next.failsAfterS = REFUSED_AFTER_S;
    resolve.next.latency.meanS = PICK_S;
    resolve.next.latency.varianceS2 = PICK_S ** 2;
  }

  /** The leader syncs each write to its log before it counts; what cannot be taken waits. */
  private serveWrites(dtS: number): void {
    const { nodes, state, writes } = this;
    const leader = nodes[state.leader];
    const capacity = leader?.state.serves === 1 ? WRITES_PER_SYNC / (FSYNC_S + leader.fx.fsyncS) : 0;
    let storm = 0;
    for (const { fx, state: node } of nodes) {
      if (fx.storm === 0) continue;
      const perS = (fx.storm * WRITES_PER_SYNC) / FSYNC_S;
      node.expired += perS * dtS;
      storm += perS;
    }
    serve(this.lookup.offered * WRITE_SHARE + storm, capacity, 1, PATIENCE_S, state.backlog, dtS, writes);
    state.backlog = writes.backlog;
    this.stormPerS = storm;
  }

  /** The requests of the clients that a node has, or had when it was lost. */
  private stepNode({ state, fx }: Node, share: number, dtS: number): void {
    const { lookup, plan, costS, writes, reads, latency } = this;
    const { next } = lookup;
    const lookups = lookup.offered * share;
    const written = (lookup.offered * WRITE_SHARE + this.stormPerS) * share;
    const heartbeats = (this.state.live * share) / HEARTBEAT_EVERY_S;
    if (state.serves === 0) {
      next.failed += share;
      state.errors.lookup += lookups * dtS;
      state.errors.write += written * dtS;
      state.outstanding = state.usage = state.backlog = 0;
      return;
    }
    const perS = lookups + heartbeats + written;
    serve(perS, plan.cores / costS, plan.cores, PATIENCE_S, state.backlog, dtS, reads);
    state.backlog = reads.backlog;
    state.usage = Math.min(1, IDLE_USAGE + reads.usage);
    state.requests.lookup += lookups * dtS;
    state.requests.write += written * dtS;
    state.requests.heartbeat += heartbeats * dtS;
    state.errors.lookup += lookups * reads.failed * dtS;
    state.errors.write += written * writes.failed * dtS;
    const fsyncS = FSYNC_S + fx.fsyncS;
    latency.meanS = READ_BASE_S + reads.waitS;
    latency.varianceS2 = (READ_BASE_S / 2 + reads.waitS) ** 2;
    latency.tailShare = 0;
    next.failed += share * reads.failed;
    next.latency.meanS += share * latency.meanS;
    next.latency.varianceS2 += share * latency.varianceS2;
    latency.tailShare = perS > 0 ? written / perS : 0;
    latency.tailS = fsyncS + writes.waitS;
    observe(state.latency, CALL_BUCKETS, perS * dtS * (1 - reads.failed), latency);
    state.outstanding = perS * latency.meanS + this.state.backlog * share;
    latency.meanS = fsyncS;
    latency.varianceS2 = (fsyncS / 3) ** 2;
    latency.tailShare = 0;
    observe(state.fsync, CALL_BUCKETS, Math.min(dtS / fsyncS, written * dtS), latency);
  }

  private series({ state }: Node, index: number, labels: Labels): WorldSeries[] {
    const { plan } = this;
    const cluster = this.state;
    const leads = (): number => (cluster.leader === index ? state.serves : 0);
    const series = new SeriesOf(labels, () => state.up === 1)
      .always("registry_up", () => state.up)
      .always("registry_is_leader", leads)
      .gauge("registry_cpu_usage_ratio", () => state.usage)
      .gauge("registry_heap_usage_ratio", () =>
        Math.min(0.99, plan.heapRest + 0.15 * state.usage + state.outstanding / 100_000),
      )
      .histogram("registry_request_duration_seconds", CALL_BUCKETS, state.latency)
      .histogram("registry_fsync_duration_seconds", CALL_BUCKETS, state.fsync)
      .gauge("registry_outstanding_requests", () => Math.round(state.outstanding))
      .gauge("registry_sessions", () => Math.round(state.sessions))
      .counter("registry_session_expirations_total", () => state.expired)
      .gauge("registry_instances", () => Math.round(cluster.registered))
      .counter("registry_elections_total", () => state.elections)
      .gauge("registry_synced_followers", () => leads() * (this.connectedCount() - 1))
      .counter("registry_push_failures_total", () => state.pushFailures)
      .gauge("registry_stale_addresses_ratio", () => cluster.stale);
    for (const operation of ["lookup", "write", "heartbeat"] as const)
      series.counter("registry_requests_total", () => state.requests[operation], { operation });
    const errors = (["lookup", "write"] as const).flatMap(
      (operation) =>
        new SeriesOf({ ...labels, operation }).counter(
          "registry_request_errors_total",
          () => state.errors[operation],
        ).all,
    );
    return [...series.all, ...errors];
  }

  private connectedCount(): number {
    let connected = 0;
    for (const node of this.nodes) if (node.connected) connected += 1;
    return connected;
  }

  private target({ state, fx }: Node, index: number): TargetState {
    const cluster = this.state;
    return {
      compared: {
        up: state.up === 1,
        serves: state.serves === 1,
        clusterNodesUp: this.nodes.filter((node) => node.state.up === 1).length,
        registrationsComplete: cluster.registered > 0.98 * cluster.live,
        addressesTrue: cluster.stale < 0.005,
        sessionsStable: fx.storm === 0,
        fsyncDelayed: fx.fsyncS > 0,
      },
      detail: { role: cluster.leader === index ? "leader" : "follower" },
    };
  }
}

const effectsOn = (fx: Node["fx"]): Member["effects"] => ({
  "registry.node_down": () => {
    fx.down = 1;
  },
  "registry.leader_lost": () => {
    fx.paused = 1;
  },
  "registry.quorum_lost": () => {
    fx.quorumLost = 1;
  },
  "registry.network_partition": () => {
    fx.cut = 1;
  },
  "registry.session_storm": (p) => {
    fx.storm = Math.max(fx.storm, Number(p["loadRatio"]));
  },
  "registry.fsync_slow": (p) => {
    fx.fsyncS = Math.max(fx.fsyncS, Number(p["delayMs"]) / 1_000);
  },
  "registry.stale_lookups": (p) => {
    fx.churnPerHour = Math.max(fx.churnPerHour, Number(p["churnRatioPerHour"]));
  },
  "registry.data_deleted": (p) => {
    fx.deleted = Math.max(fx.deleted, Number(p["deletedRatio"]));
  },
});

export const behaviour = defineBehaviour(
  "registry",
  registryFleet,
  (instance, site) => new Ensemble(instance, site),
);
