import { meet, newDownstream, type Downstream } from "@/lib/simulator/graph";
import { countRequests, newLatency, type Latency } from "@/lib/simulator/latency";
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
import { NodePool } from "../tke_node/behaviour";
import { REQUEST_BUCKETS } from "../views";
import { Workload } from "./behaviour-workload";
import { tkeFleet, type ServicePlan } from "./fleet";

/** A full pool or a refused connection is felt at once. */
const REFUSED_AFTER_S = 0.05;
/** Callers give a call, its retry included, three seconds. */
const CALL_PATIENCE_S = 3;
/** One hop inside the data centre. */
const HOP_S = 0.001;
/** An idle runtime (garbage collection, probes). */
const IDLE_USAGE = 0.03;
/** Pools of threads fill and empty over seconds: half of the way in five. */
const POOL_SETTLES_S = 5 / Math.LN2;
/**
 * The kernel's period of a processor limit is 100 ms; what was left over in the last second may be used up in a burst
 * (`cpu.cfs_burst_us`), so it is the demand of a second that meets the limit.
 */
const LIMIT_WINDOW_S = 1;
/** A container that used up its limit stands still for half a period on average. */
const STANDS_S = 0.05;

/** Share of a normal variable above `z` standard deviations, by the logistic approximation (Bowling et al. 2009). */
const above = (z: number): number => 1 / (1 + Math.exp(1.702 * z));

/**
 * Share of windows in which a pod asks for more than its limit: Poisson arrivals of equal cost, by the normal
 * approximation.
 *
 * @param perS requests a second to one pod. @param costS core-seconds of one. @param cores its limit.
 */
export function throttledShare(perS: number, costS: number, cores: number): number {
  if (perS <= 0) return 0;
  const spread = Math.sqrt(perS * LIMIT_WINDOW_S) * costS;
  return above((cores * LIMIT_WINDOW_S - perS * costS * LIMIT_WINDOW_S) / spread);
}

/** What a request meets in the pods themselves, of all workloads together. */
interface Own {
  failed: number;
  failsAfterS: number;
  latency: Latency;
  /** Further attempts of each call that its requests make. */
  attempts: number;
}

class Service extends Part {
  override readonly lags = true;
  readonly workloads: Workload[] = [];
  readonly members: Member[] = [];
  private readonly plan: ServicePlan;
  private readonly site: Site;
  private readonly instance: Instance<ServicePlan>;
  /** Calls that leave a pod for one request, of the port that makes most; and those of them that must not fail. */
  private fanOut = 0;
  private mustAnswer = 0;
  /** Core-seconds of one request; from the capacity plan. */
  private costS = 0;
  private readonly behind: Downstream[];
  private readonly mixed = newDownstream();
  private readonly served = newServed();
  private readonly own: Own = {
    failed: 0,
    failsAfterS: REFUSED_AFTER_S,
    latency: newLatency(0),
    attempts: 0,
  };
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
      const pool = zone && find(`tke-${plan.pools}-${zone.slice(-1)}`);
      if (!zone || !(pool instanceof NodePool)) throw new Error(`${id} has no nodes to run on.`);
      pool.wire(find);
      const workload = new Workload(this.site.name(id), zone, plan, pool);
      this.workloads.push(workload);
      this.members.push(this.member(workload));
    }
    for (const { uses } of this.ports) {
      let calls = 0;
      let critical = 0;
      for (const use of uses) {
        calls += use.calls;
        if (use.critical) critical += use.calls;
      }
      this.fanOut = Math.max(this.fanOut, calls);
      this.mustAnswer = Math.max(this.mustAnswer, critical);
    }
  }

  private member(workload: Workload): Member {
    const { plan } = this;
    const { id, zone, state, fx, effects, autoscaled, podsMin, podsMax } = workload;
    return {
      id,
      zone,
      spec: {
        service: this.name,
        zones: plan.zones,
        replicas: plan.podsPerZone,
        ...(plan.limits ? { cpuCores: plan.podCores, memoryBytes: plan.podMemoryBytes } : {}),
        ...(autoscaled ? { podsMin, podsMax } : {}),
        threadsMax: plan.podThreads,
      },
      state,
      fx,
      effects,
      series: (labels) => workload.series(labels),
      target: () => workload.target(),
    };
  }

  override standsOn({ zone }: Member): readonly string[] {
    const workload = this.workloads.find((one) => one.zone === zone);
    return workload?.pool.all.map(({ id }) => id) ?? [];
  }

  override size(): void {
    let offered = 0;
    for (const port of this.ports) offered += port.offered;
    let pods = 0;
    for (const { podsMin } of this.workloads) pods += podsMin;
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
    own.failed = own.failsAfterS = own.attempts = 0;
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
      next.passes = (1 - own.failed) * (1 + own.attempts);
      next.latency.meanS = own.latency.meanS + met.meanS;
      next.latency.varianceS2 = own.latency.varianceS2 + met.varianceS2;
      next.latency.tailShare = Math.min(1, own.latency.tailShare + met.tailShare);
      next.latency.tailS = mixTails(own.latency, met);
    }
  }

  /** One workload's tick. Adds its part to what the service's requests meet in its pods. */
  private stepWorkload(workload: Workload, servicePerS: number, share: number, dtS: number): void {
    const { state, fx } = workload;
    const { mixed, served, plan, latency, own, fanOut } = this;
    const perS = servicePerS * share;
    const targets = state.ready + state.ghosts;
    const ghostShare = targets > 0 ? state.ghosts / targets : 1;
    const { speed, tailShare, tailS, stallS, failed: lostShare } = workload.lookAtGround(1 + fanOut);
    const costS = this.costS * workload.costRatio;
    const cores = plan.podCores * workload.coresRatio;
    const pods = Math.max(1, state.ready);
    const admitted = perS * (1 - ghostShare) * (1 - state.refused);
    const perPodS = state.ready > 0 ? (cores * speed) / costS : 0;
    const threads = plan.podThreads * (1 - state.hung);
    // Each pod is a queue of its own: requests are spread over pods before they wait, and wait only while a thread is free.
    const patienceS = Math.min(CALL_PATIENCE_S, threads / Math.max(1, perPodS));
    serve(admitted / pods, perPodS, cores, patienceS, state.backlog, dtS, served);
    state.backlog = served.backlog;
    if (!plan.limits) state.throttled = 0;
    else state.throttled = served.backlog > 0 ? 1 : throttledShare(admitted / pods, costS, cores * speed);

    const delayS = fanOut * Math.min(fx.callDelayS, CALL_PATIENCE_S);
    const timedOut = tailS > CALL_PATIENCE_S ? tailShare : 0;
    const late = fx.callDelayS >= CALL_PATIENCE_S && this.mustAnswer > 0 ? 1 : 0;
    const cutOff = fx.callsFail > 0 ? 1 - (1 - fx.callsFail) ** this.mustAnswer : 0;
    const wrong = state.defective * state.defectError;
    const ownMeanS = HOP_S + costS / speed + served.waitS + delayS + stallS + state.throttled * STANDS_S;
    const ownVarianceS2 = (costS / speed + served.waitS) ** 2;
    const ownTail = tailShare - timedOut;
    // At once: no pod, no thread, an error of the code, a refused signature or a dropped call.
    const turnedAway =
      1 - (1 - ghostShare) * (1 - state.refused) * (1 - wrong) * (1 - lostShare) * (1 - cutOff);
    const here = 1 - (1 - turnedAway) * (1 - served.failed) * (1 - timedOut) * (1 - late);
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
    const free = state.ready * threads;
    const wanted = perS * busyS;
    state.inFlight = Math.min(wanted, free);
    const over = wanted > free && wanted > 0 ? 1 - free / wanted : 0;
    state.refused += (over - state.refused) * settled(dtS, POOL_SETTLES_S);
    state.usage = state.ready > 0 ? Math.min(1, IDLE_USAGE + served.usage * speed) : 0;
    countRequests(state.meter, REQUEST_BUCKETS, perS * dtS, failed, latency, failsAfterS);
    let retried = 0;
    for (const port of this.ports) retried += port.retried;
    state.retries += (retried * share + perS * (1 - here) * fanOut * fx.attempts) * dtS;

    own.failed += here * share;
    own.failsAfterS += here * hereAfterS * share;
    own.latency.meanS += ownMeanS * share;
    own.latency.varianceS2 += ownVarianceS2 * share;
    own.latency.tailShare += ownTail * share;
    own.latency.tailS = Math.max(own.latency.tailS, ownTail > 0 ? tailS : 0);
    own.attempts += fx.attempts * share;
    workload.loadNodes(perS);
  }
}

function mixTails(own: Latency, met: Downstream): number {
  const total = own.tailShare + met.tailShare;
  return total > 0 ? (own.tailShare * own.tailS + met.tailShare * met.tailS) / total : 0;
}

export const behaviour = defineBehaviour("tke", tkeFleet, (instance, site) => new Service(instance, site));
