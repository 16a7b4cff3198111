import type { Labels } from "@/lib/metrics/store";
import { meet, newDownstream, type Downstream } from "@/lib/simulator/graph";
import { countRequests, newLatency, newMeter, type Latency } from "@/lib/simulator/latency";
import {
  defineBehaviour,
  Part,
  type FindPart,
  type Instance,
  type Member,
  type Site,
  type Tick,
  type Zone,
} from "@/lib/simulator/part";
import { newServed, serve, settled } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import { MachinePool } from "../cvm/behaviour";
import type { TargetState } from "../types";
import { REQUEST_BUCKETS } from "../views";
import { tkeFleet, type ServicePlan } from "./fleet";

/** A container starts and passes its readiness probe. */
const START_S = 20;
/** A pod that stopped answering is ejected after two missed probes; until then requests are sent to it. */
const EJECT_AFTER_S = 10;
/**
 * `node-monitor-grace-period` (40 s) until the node counts as lost, then our toleration of 20 s: with START_S within the
 * two minutes of the target.
 */
const RESCHEDULE_AFTER_S = 60;
/** CrashLoopBackOff: a crashed container starts again after 10 s, then 20, 40, 80, 160, and every 300 s. */
const CRASH_RESTARTS_S = [0, 10, 30, 70, 150, 310] as const;
const CRASH_RESTART_LAST_S = 300;
/** A full pool or a refused connection is felt at once. */
const REFUSED_AFTER_S = 0.05;
/** Callers give a call, its retry included, three seconds. */
const CALL_PATIENCE_S = 3;
/** What a request holds of a pod's memory while it is worked on. */
const REQUEST_MEMORY_BYTES = 1_500_000;
/** Pods are replaced one after another once a leak is mended. */
const ROLLOUT_S = 60;
/** One hop inside the data centre. */
const HOP_S = 0.001;
/** An idle runtime (garbage collection, probes). */
const IDLE_USAGE = 0.03;
/** Pools of threads fill and empty over seconds: half of the way in five. */
const POOL_SETTLES_S = 5 / Math.LN2;

/** How often a container has started again in `forS` seconds of crashing. */
function crashRestarts(forS: number): number {
  let n = 0;
  for (const at of CRASH_RESTARTS_S) if (forS > at) n += 1;
  const last = CRASH_RESTARTS_S[CRASH_RESTARTS_S.length - 1] ?? 0;
  return n + Math.max(0, Math.floor((forS - last) / CRASH_RESTART_LAST_S));
}

/** What the machines give to a workload's pods. */
interface Ground {
  /** Pods on machines that are up. */
  alive: number;
  /** Average speed of their threads. */
  speed: number;
  delayedShare: number;
  delayS: number;
}
const ground: Ground = { alive: 0, speed: 1, delayedShare: 0, delayS: 0 };

/** The pods of a service in one zone. */
class Workload {
  readonly state;
  readonly fx = { crashShare: 0, leakPerMinute: 0 };
  readonly desired: number;
  /** Where its pods belong, by machine of the zone. */
  private readonly home: readonly number[];

  constructor(
    readonly id: string,
    readonly zone: Zone,
    readonly plan: ServicePlan,
    readonly pool: MachinePool,
  ) {
    this.desired = plan.podsPerZone;
    this.home = pool.place(this.desired);
    this.state = {
      /** Pods by machine of the zone. */
      pods: [...this.home],
      /** Pods on their way: they will be on `node` and ready in `readyInS`. */
      starting: [] as { node: number; pods: number; readyInS: number }[],
      /** 1 while some pod is not where it belongs. */
      displaced: 0,
      crashed: 0,
      crashForS: 0,
      oom: 0,
      restartForS: 0,
      restarts: 0,
      leak: 0,
      ready: this.desired,
      /** Dead pods that still get requests. */
      ghosts: 0,
      ghostForS: 0,
      usage: 0,
      memory: 0,
      inFlight: 0,
      meter: newMeter(REQUEST_BUCKETS),
      retries: 0,
      backlog: 0,
      refused: 0,
    };
  }

  /** Moves the pods of lost machines to the least loaded ones of the zone, and back home when their machine is well again. */
  private stepPlacement(dtS: number): void {
    const { state, pool, home } = this;
    if (pool.calm && state.displaced === 0) return;
    for (const start of state.starting) {
      start.readyInS -= dtS;
      if (start.readyInS <= 0) state.pods[start.node] = (state.pods[start.node] ?? 0) + start.pods;
    }
    state.starting = state.starting.filter((start) => start.readyInS > 0);
    for (const [j, machine] of pool.machines.entries())
      if (machine.state.downForS > RESCHEDULE_AFTER_S) this.evict(j);
    // A rolling move: the new pod is ready before the old one goes, so nothing is lost.
    if (pool.calm && state.starting.length === 0) state.pods = [...home];
    state.displaced = state.starting.length > 0 || state.pods.some((pods, j) => pods !== home[j]) ? 1 : 0;
  }

  /** Starts each pod of a lost machine elsewhere; where no machine is left it stays where it was. */
  private evict(from: number): void {
    const { state } = this;
    for (let left = state.pods[from] ?? 0; left > 0; left--) {
      const to = this.leastLoaded();
      if (to < 0) return;
      state.pods[from] = left - 1;
      state.starting.push({ node: to, pods: 1, readyInS: START_S });
    }
  }

  private leastLoaded(): number {
    const { state, pool } = this;
    let best = -1;
    let bestLoad = Number.POSITIVE_INFINITY;
    for (const [j, machine] of pool.machines.entries()) {
      if (machine.state.up === 0) continue;
      let load = (state.pods[j] ?? 0) + machine.state.usage;
      for (const start of state.starting) if (start.node === j) load += start.pods;
      if (load < bestLoad) {
        best = j;
        bestLoad = load;
      }
    }
    return best;
  }

  lookAtGround(): Ground {
    const { state, pool, desired } = this;
    ground.alive = desired;
    ground.speed = 1;
    ground.delayedShare = 0;
    ground.delayS = 0;
    if (pool.calm && state.displaced === 0) return ground;
    let alive = 0;
    let speed = 0;
    let delayed = 0;
    for (const [j, machine] of pool.machines.entries()) {
      const here = (state.pods[j] ?? 0) * machine.state.up;
      alive += here;
      speed += here * machine.speed;
      if (here === 0 || machine.fx.delayS === 0) continue;
      delayed += here;
      ground.delayS = Math.max(ground.delayS, machine.fx.delayS);
    }
    ground.alive = alive;
    if (alive === 0) return ground;
    ground.speed = speed / alive;
    ground.delayedShare = delayed / alive;
    return ground;
  }

  private stepCrashes(dtS: number): void {
    const { state, fx, desired } = this;
    if (fx.crashShare > 0) {
      state.crashed = Math.max(1, Math.round(fx.crashShare * desired));
      const before = crashRestarts(state.crashForS);
      state.crashForS += dtS;
      state.restarts += state.crashed * (crashRestarts(state.crashForS) - before);
      state.restartForS = 0;
    } else if (state.crashed > 0) {
      state.restartForS += dtS;
      if (state.restartForS >= START_S) {
        state.crashed = 0;
        state.crashForS = 0;
      }
    }
  }

  private stepMemory(dtS: number): void {
    const { state, fx, desired, plan } = this;
    if (fx.leakPerMinute > 0) state.leak += (fx.leakPerMinute * dtS) / 60;
    else if (state.leak > 0) state.leak = state.leak < 0.005 ? 0 : state.leak * Math.exp(-dtS / ROLLOUT_S);
    const perPod = state.ready > 0 ? (state.inFlight * REQUEST_MEMORY_BYTES) / state.ready : 0;
    state.memory = Math.min(1, plan.memoryRest + perPod / plan.podMemoryBytes + state.leak);
    if (state.oom > 0 && fx.crashShare === 0) {
      state.restartForS += dtS;
      if (state.restartForS >= START_S) state.oom = 0;
    }
    // Pods reach their limit one after another: a quarter of them is killed at a time.
    if (state.memory >= 0.98 && state.oom === 0) {
      state.oom = Math.ceil(desired / 4);
      state.restarts += state.oom;
      state.restartForS = 0;
      state.leak *= 1 - state.oom / desired;
    }
  }

  private stepReadiness(dtS: number): void {
    const { state } = this;
    const ready = Math.max(0, this.lookAtGround().alive - state.crashed - state.oom);
    if (ready < state.ready) {
      state.ghosts = state.ready - ready;
      state.ghostForS = 0;
    } else if (state.ghosts > 0) {
      state.ghostForS += dtS;
      if (state.ghostForS >= EJECT_AFTER_S) state.ghosts = 0;
    }
    state.ready = ready;
  }

  stepPods(dtS: number): void {
    this.stepPlacement(dtS);
    this.stepCrashes(dtS);
    this.stepMemory(dtS);
    this.stepReadiness(dtS);
  }

  /** Puts the pods' demand on the machines that they run on. */
  loadMachines(alive: number, perS: number): void {
    if (alive === 0) return;
    const { state, pool, plan } = this;
    const cores = state.usage * plan.podCores;
    const memoryBytes = state.memory * plan.podMemoryBytes;
    for (let j = 0; j < pool.machines.length; j++) {
      const machine = pool.machines[j];
      const here = state.pods[j] ?? 0;
      if (!machine || here === 0 || machine.state.up === 0) continue;
      machine.state.pods += here;
      machine.demand.cores += cores * here;
      machine.demand.memoryBytes += memoryBytes * here;
      machine.demand.requests += (perS * here) / alive;
    }
  }

  series(labels: Labels): WorldSeries[] {
    const { state, desired, plan } = this;
    return new SeriesOf(labels)
      .always("tke_up", () => (state.ready > 0 ? 1 : 0))
      .always("tke_pods_desired", () => desired)
      .always("tke_pods_ready", () => state.ready)
      .counter("tke_pod_restarts_total", () => state.restarts)
      .gauge("tke_cpu_usage_ratio", () => state.usage)
      .gauge("tke_memory_usage_ratio", () => state.memory)
      .counter("tke_memory_working_set_bytes", () => state.memory * plan.podMemoryBytes * state.ready)
      .counter("tke_requests_total", () => state.meter.ok, { outcome: "ok" })
      .counter("tke_requests_total", () => state.meter.failed, { outcome: "error" })
      .histogram("tke_request_duration_seconds", REQUEST_BUCKETS, state.meter.latency)
      .gauge("tke_requests_in_flight", () => state.inFlight)
      .counter("tke_retries_total", () => state.retries).all;
  }

  target(): TargetState {
    const { state, desired, fx } = this;
    return {
      compared: {
        podsReady: state.ready,
        podsDesired: desired,
        leaks: fx.leakPerMinute > 0 || state.leak > 0.02,
      },
      detail: { restarts: state.restarts },
    };
  }
}

/** What a request meets in the pods themselves, of all workloads together. */
interface Own {
  failed: number;
  failsAfterS: number;
  latency: Latency;
}

class Service extends Part {
  override readonly lags = true;
  readonly workloads: Workload[] = [];
  readonly members: Member[] = [];
  private readonly plan: ServicePlan;
  private readonly site: Site;
  private readonly instance: Instance<ServicePlan>;
  /** Calls that leave a pod for one request, of the port that makes most. */
  private fanOut = 0;
  /** Core-seconds of one request; from the capacity plan. */
  private costS = 0;
  private readonly behind: Downstream[];
  private readonly mixed = newDownstream();
  private readonly served = newServed();
  private readonly own: Own = { failed: 0, failsAfterS: REFUSED_AFTER_S, latency: newLatency(0) };
  private readonly latency = newLatency(0);

  constructor(instance: Instance<ServicePlan>, site: Site) {
    super(instance, site);
    this.plan = instance.plan;
    this.site = site;
    this.instance = instance;
    for (const name of instance.plan.ports) this.open(name);
    this.behind = this.ports.map(() => newDownstream());
  }

  /** Pods that answer, in all zones. */
  ready(): number {
    let ready = 0;
    for (const { state } of this.workloads) ready += state.ready;
    return ready;
  }

  /** Share of its pods that answer, and of their requests that fail behind them: what a queue that feeds it goes by. */
  strength(): number {
    let desired = 0;
    for (const workload of this.workloads) desired += workload.desired;
    const failed = this.ports[0]?.seen.failed ?? 0;
    return (this.ready() / desired) * (1 - failed);
  }

  override wire(find: FindPart): void {
    const { plan } = this;
    for (const { id, zone } of this.instance.members) {
      const pool = zone && find(`${plan.pools}-${zone.slice(-1)}`);
      if (!zone || !(pool instanceof MachinePool)) throw new Error(`${id} has no machines to run on.`);
      const workload = new Workload(this.site.name(id), zone, plan, pool);
      this.workloads.push(workload);
      this.members.push(this.member(workload));
    }
    for (const { uses } of this.ports) {
      let calls = 0;
      for (const use of uses) calls += use.calls;
      this.fanOut = Math.max(this.fanOut, calls);
    }
  }

  private member(workload: Workload): Member {
    const { plan } = this;
    const { id, zone, state, fx } = workload;
    return {
      id,
      zone,
      spec: {
        service: this.name,
        zones: plan.zones,
        replicas: plan.podsPerZone,
        ...(plan.limits ? { cpuCores: plan.podCores, memoryBytes: plan.podMemoryBytes } : {}),
        threadsMax: plan.podThreads,
      },
      state,
      fx,
      effects: {
        "tke.pod_crash": (p) => {
          fx.crashShare = Math.max(fx.crashShare, Number(p["podsRatio"]));
        },
        "tke.memory_leak": (p) => {
          fx.leakPerMinute = Math.max(fx.leakPerMinute, Number(p["leakRatioPerMinute"]));
        },
      },
      series: (labels) => workload.series(labels),
      target: () => workload.target(),
    };
  }

  override standsOn({ zone }: Member): readonly string[] {
    const workload = this.workloads.find((one) => one.zone === zone);
    return workload?.pool.machines.map(({ id }) => id) ?? [];
  }

  override size(): void {
    let offered = 0;
    for (const port of this.ports) offered += port.offered;
    let pods = 0;
    for (const { desired } of this.workloads) pods += desired;
    this.costS = ((this.plan.usage - IDLE_USAGE) * this.plan.podCores * pods) / Math.max(offered, 1e-9);
  }

  override begin({ dtS }: Tick): void {
    for (const workload of this.workloads) workload.stepPods(dtS);
  }

  /** What its requests meet behind it, each port by itself, and all of them mixed as they come. @returns requests a second. */
  private meetAll(): number {
    const { mixed, ports, behind } = this;
    let perS = 0;
    for (const { offered } of ports) perS += offered;
    mixed.failed = mixed.failsAfterS = mixed.meanS = mixed.varianceS2 = mixed.tailShare = mixed.tailS = 0;
    for (let i = 0; i < ports.length; i++) {
      const port = ports[i];
      const to = behind[i];
      if (!port || !to) continue;
      meet(port, to);
      const share = perS > 0 ? port.offered / perS : 1 / ports.length;
      mixed.failed += to.failed * share;
      mixed.failsAfterS += to.failsAfterS * to.failed * share;
      mixed.meanS += to.meanS * share;
      mixed.varianceS2 += to.varianceS2 * share;
      mixed.tailShare += to.tailShare * share;
      mixed.tailS = Math.max(mixed.tailS, to.tailShare > 0 ? to.tailS : 0);
    }
    if (mixed.failed > 0) mixed.failsAfterS /= mixed.failed;
    return perS;
  }

  override step({ dtS }: Tick): void {
    const perS = this.meetAll();
    const { workloads, own, ports, behind } = this;
    own.failed = own.failsAfterS = 0;
    own.latency.meanS = own.latency.varianceS2 = own.latency.tailShare = own.latency.tailS = 0;
    let targets = 0;
    for (const { state } of workloads) targets += state.ready + state.ghosts;
    for (const workload of workloads) {
      const mine = workload.state.ready + workload.state.ghosts;
      this.stepWorkload(workload, perS, targets > 0 ? mine / targets : 1 / workloads.length, dtS);
    }
    if (own.failed > 0) own.failsAfterS /= own.failed;
    for (let i = 0; i < ports.length; i++) {
      const port = ports[i];
      const met = behind[i];
      if (!port || !met) continue;
      const { next } = port;
      next.failed = 1 - (1 - own.failed) * (1 - met.failed);
      next.failsAfterS =
        next.failed > 0
          ? (met.failed * met.failsAfterS + own.failed * own.failsAfterS) / (met.failed + own.failed)
          : REFUSED_AFTER_S;
      next.passes = 1 - own.failed;
      next.latency.meanS = own.latency.meanS + met.meanS;
      next.latency.varianceS2 = own.latency.varianceS2 + met.varianceS2;
      next.latency.tailShare = Math.min(1, own.latency.tailShare + met.tailShare);
      next.latency.tailS = mixTails(own.latency, met);
    }
  }

  /** One workload's tick. Adds its part to what the service's requests meet in its pods. */
  private stepWorkload(workload: Workload, servicePerS: number, share: number, dtS: number): void {
    const { state } = workload;
    const { mixed, served, costS, plan, latency, own } = this;
    const perS = servicePerS * share;
    const targets = state.ready + state.ghosts;
    const ghostShare = targets > 0 ? state.ghosts / targets : 1;
    const { alive, speed, delayedShare, delayS } = workload.lookAtGround();
    const pods = Math.max(1, state.ready);
    const admitted = perS * (1 - ghostShare) * (1 - state.refused);
    const perPodS = state.ready > 0 ? (plan.podCores * speed) / costS : 0;
    // Each pod is a queue of its own: requests are spread over pods before they wait, and wait only while a thread is free.
    const patienceS = Math.min(CALL_PATIENCE_S, plan.podThreads / Math.max(1, perPodS));
    serve(admitted / pods, perPodS, plan.podCores, patienceS, state.backlog, dtS, served);
    state.backlog = served.backlog;

    const tailS = delayS * (1 + this.fanOut);
    const timedOut = tailS > CALL_PATIENCE_S ? delayedShare : 0;
    const ownMeanS = HOP_S + costS / speed + served.waitS;
    const ownVarianceS2 = (costS / speed + served.waitS) ** 2;
    const ownTail = delayedShare - timedOut;
    const turnedAway = 1 - (1 - ghostShare) * (1 - state.refused);
    const here = 1 - (1 - turnedAway) * (1 - served.failed) * (1 - timedOut);
    const hereAfterS =
      here > 0 ? ((here - turnedAway) * CALL_PATIENCE_S + turnedAway * REFUSED_AFTER_S) / here : 0;
    const failed = 1 - (1 - here) * (1 - mixed.failed);
    const failsAfterS =
      failed > 0
        ? (mixed.failed * mixed.failsAfterS + here * hereAfterS) / (mixed.failed + here)
        : REFUSED_AFTER_S;

    latency.meanS = ownMeanS + mixed.meanS;
    latency.varianceS2 = ownVarianceS2 + mixed.varianceS2;
    latency.tailShare = Math.min(1, ownTail + mixed.tailShare);
    latency.tailS =
      ownTail + mixed.tailShare > 0
        ? (ownTail * tailS + mixed.tailShare * mixed.tailS) / (ownTail + mixed.tailShare)
        : 0;
    const busyS = (1 - failed) * (latency.meanS + latency.tailShare * latency.tailS) + failed * failsAfterS;
    const threads = state.ready * plan.podThreads;
    const wanted = perS * busyS;
    state.inFlight = Math.min(wanted, threads);
    const over = wanted > threads ? 1 - threads / wanted : 0;
    state.refused += (over - state.refused) * settled(dtS, POOL_SETTLES_S);
    state.usage = state.ready > 0 ? Math.min(1, IDLE_USAGE + served.usage * speed) : 0;
    countRequests(state.meter, REQUEST_BUCKETS, perS * dtS, failed, latency, failsAfterS);
    let retried = 0;
    for (const port of this.ports) retried += port.retried;
    state.retries += retried * share * dtS;

    own.failed += here * share;
    own.failsAfterS += here * hereAfterS * share;
    own.latency.meanS += ownMeanS * share;
    own.latency.varianceS2 += ownVarianceS2 * share;
    own.latency.tailShare += ownTail * share;
    own.latency.tailS = Math.max(own.latency.tailS, ownTail > 0 ? tailS : 0);
    workload.loadMachines(alive, perS);
  }
}

function mixTails(own: Latency, met: Downstream): number {
  const total = own.tailShare + met.tailShare;
  return total > 0 ? (own.tailShare * own.tailS + met.tailShare * met.tailS) / total : 0;
}

export const behaviour = defineBehaviour("tke", tkeFleet, (instance, site) => new Service(instance, site));
