import { REQUEST_BUCKETS } from "@/lib/products/views";
import type { Labels } from "@/lib/metrics/store";
import type { TargetState } from "@/lib/products/types";
import { TICK_S } from "../constants";
import { CALL_PATIENCE_S, combine, newDependencies, type Call, type Dependencies } from "../dependencies";
import { newHistogram, newLatency, observe, observeFailures, type Histogram, type Latency } from "../latency";
import { POD_CORES, POD_MEMORY_BYTES, POD_THREADS, type ServicePlan, type Zone } from "../plan";
import { newServed, serve, type Served } from "../queueing";
import { SeriesOf, type WorldSeries } from "../series";
import { podDemandCores, podMemoryBytes, podSpeed, type Cvm } from "./cvm";
import type { BrokerCluster } from "./ckafka";
import type { MysqlCluster } from "./mysql";
import type { RedisPair } from "./redis";

/** A container starts and passes its readiness probe. */
const START_S = 20;
/** A pod that stopped answering is ejected after two missed probes; until then requests are sent to it. */
const EJECT_AFTER_S = 10;
/**
 * `node-monitor-grace-period` (40 s) until the node counts as lost, then our toleration of 20 s: with START_S within the
 * two minutes of the target.
 */
const RESCHEDULE_AFTER_S = 60;
/** A node must be well for this long before pods return to it. */
const RETURN_AFTER_S = 60;
/** CrashLoopBackOff: a crashed container starts again after 10 s, then 20, 40, 80, 160, and every 300 s. */
const CRASH_RESTARTS_S = [0, 10, 30, 70, 150, 310] as const;
const CRASH_RESTART_LAST_S = 300;
/** A full pool or a refused connection is felt at once. */
const REFUSED_AFTER_S = 0.05;
/** What a request holds of a pod's memory while it is worked on. */
const REQUEST_MEMORY_BYTES = 1_500_000;
/** Pods are replaced one after another once a leak is mended. */
const ROLLOUT_S = 60;
/** One hop inside the data centre. */
const HOP_S = 0.001;
/** An idle runtime (garbage collection, probes). */
const IDLE_USAGE = 0.03;

export interface WorkloadState {
  /** Pods by node of the zone. */
  pods: number[];
  /** Pods on their way: they will be on `node` and ready in `readyInS`. */
  starting: { node: number; pods: number; readyInS: number }[];
  /** 1 while some pod is not where it belongs. */
  displaced: number;
  crashed: number;
  crashForS: number;
  oom: number;
  restartForS: number;
  restarts: number;
  leak: number;
  ready: number;
  /** Dead pods that still get requests. */
  ghosts: number;
  ghostForS: number;
  usage: number;
  memory: number;
  inFlight: number;
  ok: number;
  failed: number;
  retries: number;
  backlog: number;
  refused: number;
  latency: Histogram;
}

/** The machines of one zone. */
export interface ZoneNodes {
  all: readonly Cvm[];
  /** All of them are well and undisturbed: the usual case, for which much need not be looked at. */
  calm: boolean;
}

export function stepCalm(zone: ZoneNodes): void {
  zone.calm = true;
  for (const { state, fx } of zone.all)
    if (state.up === 0 || state.upForS < RETURN_AFTER_S || fx.stress > 0 || fx.delayS > 0) zone.calm = false;
}

export interface Workload {
  id: string;
  zone: Zone;
  desired: number;
  /** Where its pods belong, by node of the zone. */
  home: readonly number[];
  nodes: ZoneNodes;
  state: WorkloadState;
  fx: { crashShare: number; leakPerMinute: number };
}

export interface Service {
  plan: ServicePlan;
  workloads: Workload[];
  calls: Call[];
  caches: { pair: RedisPair; reads: number; cluster: MysqlCluster; statements: number }[];
  stores: { pair: RedisPair; commands: number }[];
  databases: { cluster: MysqlCluster; reads: number; writes: number; critical: boolean }[];
  queue: { cluster: BrokerCluster; messages: number; critical: boolean };
  /** Calls that leave a pod for one request. */
  fanOut: number;
  /** Core-seconds of one request; from the capacity plan. */
  costS: number;
  /** Requests a second that are sent to it in this tick, retries included; and how many of its own calls are retries. */
  offered: number;
  retried: number;
  state: {
    /** As its callers met it in the last tick. */
    failed: number;
    failsAfterS: number;
    latency: Latency;
  };
  dependencies: Dependencies;
  served: Served;
}

export const newWorkload = (id: string, zone: Zone, nodes: ZoneNodes, home: readonly number[]): Workload => {
  const desired = home.reduce((a, b) => a + b, 0);
  return {
    id,
    zone,
    desired,
    home,
    nodes,
    state: {
      pods: [...home],
      starting: [],
      displaced: 0,
      crashed: 0,
      crashForS: 0,
      oom: 0,
      restartForS: 0,
      restarts: 0,
      leak: 0,
      ready: desired,
      ghosts: 0,
      ghostForS: 0,
      usage: 0,
      memory: 0,
      inFlight: 0,
      ok: 0,
      failed: 0,
      retries: 0,
      backlog: 0,
      refused: 0,
      latency: newHistogram(REQUEST_BUCKETS),
    },
    fx: { crashShare: 0, leakPerMinute: 0 },
  };
};

export const newService = (
  plan: ServicePlan,
  workloads: Workload[],
  uses: Pick<Service, "caches" | "stores" | "databases" | "queue">,
): Service => ({
  plan,
  workloads,
  calls: [],
  ...uses,
  fanOut:
    plan.calls.reduce((sum, call) => sum + call.calls, 0) +
    plan.caches.reduce((sum, use) => sum + use.reads, 0) +
    plan.stores.reduce((sum, use) => sum + use.commands, 0) +
    plan.databases.reduce((sum, use) => sum + use.reads + use.writes, 0),
  costS: 0,
  offered: 0,
  retried: 0,
  state: { failed: 0, failsAfterS: REFUSED_AFTER_S, latency: newLatency(0.01) },
  dependencies: newDependencies(),
  served: newServed(),
});

export function sizeService(service: Service): void {
  const pods = service.workloads.reduce((sum, workload) => sum + workload.desired, 0);
  service.costS = ((service.plan.usage - IDLE_USAGE) * POD_CORES * pods) / service.offered;
}

/** Moves the pods of lost nodes to the least loaded ones of the zone, and back home when their node is well again. */
function stepPlacement({ state, nodes, home }: Workload): void {
  if (nodes.calm && state.displaced === 0) return;
  for (const start of state.starting) {
    start.readyInS -= TICK_S;
    if (start.readyInS <= 0) state.pods[start.node] = (state.pods[start.node] ?? 0) + start.pods;
  }
  state.starting = state.starting.filter((start) => start.readyInS > 0);
  for (const [j, node] of nodes.all.entries())
    if (node.state.downForS > RESCHEDULE_AFTER_S) evict(state, nodes.all, j);
  // A rolling move: the new pod is ready before the old one goes, so nothing is lost.
  if (nodes.calm && state.starting.length === 0) state.pods = [...home];
  state.displaced = state.starting.length > 0 || state.pods.some((pods, j) => pods !== home[j]) ? 1 : 0;
}

/** Starts each pod of a lost node elsewhere; where no node is left it stays where it was. */
function evict(state: WorkloadState, nodes: readonly Cvm[], from: number): void {
  for (let left = state.pods[from] ?? 0; left > 0; left--) {
    const to = leastLoaded(nodes, state);
    if (to < 0) return;
    state.pods[from] = left - 1;
    state.starting.push({ node: to, pods: 1, readyInS: START_S });
  }
}

function leastLoaded(nodes: readonly Cvm[], state: WorkloadState): number {
  let best = -1;
  let bestLoad = Number.POSITIVE_INFINITY;
  for (const [j, node] of nodes.entries()) {
    if (node.state.up === 0) continue;
    let load = (state.pods[j] ?? 0) + node.state.usage;
    for (const start of state.starting) if (start.node === j) load += start.pods;
    if (load < bestLoad) {
      best = j;
      bestLoad = load;
    }
  }
  return best;
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

function lookAtGround({ state, nodes, desired }: Workload): Ground {
  ground.alive = desired;
  ground.speed = 1;
  ground.delayedShare = 0;
  ground.delayS = 0;
  if (nodes.calm && state.displaced === 0) return ground;
  let alive = 0;
  let speed = 0;
  let delayed = 0;
  for (const [j, node] of nodes.all.entries()) {
    const here = (state.pods[j] ?? 0) * node.state.up;
    alive += here;
    speed += here * podSpeed(node);
    if (here === 0 || node.fx.delayS === 0) continue;
    delayed += here;
    ground.delayS = Math.max(ground.delayS, node.fx.delayS);
  }
  ground.alive = alive;
  if (alive === 0) return ground;
  ground.speed = speed / alive;
  ground.delayedShare = delayed / alive;
  return ground;
}

function stepCrashes({ state, fx, desired }: Workload): void {
  if (fx.crashShare > 0) {
    state.crashed = Math.max(1, Math.round(fx.crashShare * desired));
    const before = crashRestarts(state.crashForS);
    state.crashForS += TICK_S;
    state.restarts += state.crashed * (crashRestarts(state.crashForS) - before);
    state.restartForS = 0;
  } else if (state.crashed > 0) {
    state.restartForS += TICK_S;
    if (state.restartForS >= START_S) {
      state.crashed = 0;
      state.crashForS = 0;
    }
  }
}

/** How often a container has started again in `forS` seconds of crashing. */
function crashRestarts(forS: number): number {
  let n = 0;
  for (const at of CRASH_RESTARTS_S) if (forS > at) n += 1;
  const last = CRASH_RESTARTS_S[CRASH_RESTARTS_S.length - 1] ?? 0;
  return n + Math.max(0, Math.floor((forS - last) / CRASH_RESTART_LAST_S));
}

function stepMemory({ state, fx, desired }: Workload, rest: number): void {
  if (fx.leakPerMinute > 0) state.leak += (fx.leakPerMinute * TICK_S) / 60;
  else if (state.leak > 0) state.leak = state.leak < 0.005 ? 0 : state.leak * (1 - TICK_S / ROLLOUT_S);
  const perPod = state.ready > 0 ? (state.inFlight * REQUEST_MEMORY_BYTES) / state.ready : 0;
  state.memory = Math.min(1, rest + perPod / POD_MEMORY_BYTES + state.leak);
  if (state.oom > 0 && fx.crashShare === 0) {
    state.restartForS += TICK_S;
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

function stepReadiness(workload: Workload): void {
  const { state } = workload;
  const ready = Math.max(0, lookAtGround(workload).alive - state.crashed - state.oom);
  if (ready < state.ready) {
    state.ghosts = state.ready - ready;
    state.ghostForS = 0;
  } else if (state.ghosts > 0) {
    state.ghostForS += TICK_S;
    if (state.ghostForS >= EJECT_AFTER_S) state.ghosts = 0;
  }
  state.ready = ready;
}

export function stepPods({ workloads, plan }: Service): void {
  for (const workload of workloads) {
    stepPlacement(workload);
    stepCrashes(workload);
    stepMemory(workload, plan.memoryRest);
    stepReadiness(workload);
  }
}

/** One workload's tick. Adds its part to the service's outcome. */
function stepWorkload(service: Service, workload: Workload, share: number): void {
  const { state } = workload;
  const { dependencies, served, costS } = service;
  const perS = service.offered * share;
  const targets = state.ready + state.ghosts;
  const ghostShare = targets > 0 ? state.ghosts / targets : 1;
  const { alive, speed, delayedShare, delayS } = lookAtGround(workload);
  const pods = Math.max(1, state.ready);
  const admitted = perS * (1 - ghostShare) * (1 - state.refused);
  const perPodS = state.ready > 0 ? (POD_CORES * speed) / costS : 0;
  // Each pod is a queue of its own: requests are spread over pods before they wait, and wait only while a thread is free.
  const patienceS = Math.min(CALL_PATIENCE_S, POD_THREADS / Math.max(1, perPodS));
  serve(admitted / pods, perPodS, POD_CORES, patienceS, state.backlog, served);
  state.backlog = served.backlog;

  const tailS = delayS * (1 + service.fanOut);
  const tailShare = delayedShare;
  const timedOut = tailS > CALL_PATIENCE_S ? tailShare : 0;
  const own = costS / speed;
  const latency: Latency = {
    meanS: HOP_S + own + served.waitS + dependencies.meanS,
    varianceS2: (own + served.waitS) ** 2 + dependencies.varianceS2,
    tailShare: Math.min(1, tailShare - timedOut + dependencies.tailShare),
    tailS: mixTails(tailShare - timedOut, tailS, dependencies),
  };
  const here = 1 - (1 - ghostShare) * (1 - state.refused) * (1 - served.failed) * (1 - timedOut);
  const failed = 1 - (1 - here) * (1 - dependencies.failed);
  const waits = here - (1 - (1 - ghostShare) * (1 - state.refused));
  const failsAfterS =
    failed > 0
      ? (dependencies.failed * dependencies.failsAfterS +
          waits * CALL_PATIENCE_S +
          (here - waits) * REFUSED_AFTER_S) /
        (dependencies.failed + here)
      : REFUSED_AFTER_S;

  const busyS = (1 - failed) * (latency.meanS + latency.tailShare * latency.tailS) + failed * failsAfterS;
  const threads = state.ready * POD_THREADS;
  const wanted = perS * busyS;
  state.inFlight = Math.min(wanted, threads);
  // Half of the way in each tick: pools fill and empty over seconds.
  state.refused = (state.refused + (wanted > threads ? 1 - threads / wanted : 0)) / 2;
  state.usage = state.ready > 0 ? Math.min(1, IDLE_USAGE + served.usage * speed) : 0;

  const n = perS * TICK_S;
  state.ok += n * (1 - failed);
  state.failed += n * failed;
  state.retries += service.retried * share * TICK_S;
  observe(state.latency, REQUEST_BUCKETS, n * (1 - failed), latency);
  observeFailures(state.latency, REQUEST_BUCKETS, n * failed, failsAfterS);

  const total = service.state;
  total.failed += failed * share;
  total.failsAfterS += failsAfterS * share;
  total.latency.meanS += latency.meanS * share;
  total.latency.varianceS2 += latency.varianceS2 * share;
  total.latency.tailShare += latency.tailShare * share;
  total.latency.tailS = Math.max(total.latency.tailS, latency.tailShare > 0 ? latency.tailS : 0);

  loadNodes(workload, alive, perS);
}

/** Puts the pods' demand on the machines that they run on. */
function loadNodes({ state, nodes }: Workload, alive: number, perS: number): void {
  if (alive === 0) return;
  const cores = podDemandCores(state.usage);
  const memoryBytes = podMemoryBytes(state.memory);
  for (let j = 0; j < nodes.all.length; j++) {
    const node = nodes.all[j];
    const here = state.pods[j] ?? 0;
    if (!node || here === 0 || node.state.up === 0) continue;
    node.state.pods += here;
    node.demand.cores += cores * here;
    node.demand.memoryBytes += memoryBytes * here;
    node.demand.requests += (perS * here) / alive;
  }
}

function mixTails(share: number, tailS: number, dependencies: Dependencies): number {
  const total = share + dependencies.tailShare;
  return total > 0 ? (share * tailS + dependencies.tailShare * dependencies.tailS) / total : 0;
}

/** The service's tick: `offered` was set by its callers, and its dependencies have had theirs. */
export function stepService(service: Service): void {
  const { workloads, state } = service;
  combine(service);
  state.failed = 0;
  state.failsAfterS = 0;
  state.latency.meanS = 0;
  state.latency.varianceS2 = 0;
  state.latency.tailShare = 0;
  state.latency.tailS = 0;
  let targets = 0;
  for (const { state: workload } of workloads) targets += workload.ready + workload.ghosts;
  for (const workload of workloads) {
    const mine = workload.state.ready + workload.state.ghosts;
    stepWorkload(service, workload, targets > 0 ? mine / targets : 1 / workloads.length);
  }
}

export function tkeSeries({ state, desired }: Workload, labels: Labels): WorldSeries[] {
  return new SeriesOf(labels)
    .always("tke_up", () => (state.ready > 0 ? 1 : 0))
    .always("tke_pods_desired", () => desired)
    .always("tke_pods_ready", () => state.ready)
    .counter("tke_pod_restarts_total", () => state.restarts)
    .gauge("tke_cpu_usage_ratio", () => state.usage)
    .gauge("tke_memory_usage_ratio", () => state.memory)
    .counter("tke_memory_working_set_bytes", () => state.memory * POD_MEMORY_BYTES * state.ready)
    .counter("tke_requests_total", () => state.ok, { outcome: "ok" })
    .counter("tke_requests_total", () => state.failed, { outcome: "error" })
    .histogram("tke_request_duration_seconds", REQUEST_BUCKETS, state.latency)
    .gauge("tke_requests_in_flight", () => state.inFlight)
    .counter("tke_retries_total", () => state.retries).all;
}

export const tkeTarget = ({ state, desired, fx }: Workload): TargetState => ({
  compared: {
    podsReady: state.ready,
    podsDesired: desired,
    leaks: fx.leakPerMinute > 0 || state.leak > 0.02,
  },
  detail: { restarts: state.restarts },
});
