import type { Labels } from "@/lib/metrics/store";
import { newMeter } from "@/lib/simulator/latency";
import type { FaultParameters, Zone } from "@/lib/simulator/part";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { NodePool } from "../tke_node/behaviour";
import type { TargetState } from "../types";
import { REQUEST_BUCKETS } from "../views";
import { newAutoscaler, stepAutoscaler } from "./behaviour-autoscaler";
import { newPlacement, Placement, START_S } from "./behaviour-placement";
import type { ServicePlan } from "./fleet";

/** A pod that stopped answering is ejected after two missed probes; until then requests are sent to it. */
const EJECT_AFTER_S = 10;
/** CrashLoopBackOff and ImagePullBackOff: another try after 10 s, then 20, 40, 80, 160, and every 300 s. */
const BACK_OFF_S = [0, 10, 30, 70, 150, 310] as const;
const BACK_OFF_LAST_S = 300;
/** What a request holds of a pod's memory while it is worked on. */
const REQUEST_MEMORY_BYTES = 1_500_000;
/** Pods are replaced one after another once a leak is mended. */
const ROLLOUT_S = 60;
/** A deployment's default `maxSurge` and `maxUnavailable`: a quarter of the pods at a time. */
const ROLLOUT_STEP = 0.25;
/** Readiness probe: `periodSeconds` and `failureThreshold` by default; one success brings a pod back. */
const PROBE_EVERY_S = 10;
const PROBE_FAILURES = 3;
/** A pod requests three quarters of its limit. Our choice: what it uses at the peak that it was bought for. */
const REQUEST_OF_LIMIT = 0.75;
/** The autoscaler may double a workload. */
const SCALES_TO = 2;

/** How often a container has been tried again in `forS` seconds. */
function tries(forS: number): number {
  let n = 0;
  for (const at of BACK_OFF_S) if (forS > at) n += 1;
  const last = BACK_OFF_S[BACK_OFF_S.length - 1] ?? 0;
  return n + Math.max(0, Math.floor((forS - last) / BACK_OFF_LAST_S));
}

/** What the nodes give to a workload's pods, as averages over those that serve. One object is reused. */
export interface Ground {
  /** Pods on nodes that the cluster sends requests to. */
  serving: number;
  /** Pods on machines that stopped answering. */
  dead: number;
  /** Speed of their threads. */
  speed: number;
  /** Share of requests that the network delays, and by how much. */
  tailShare: number;
  tailS: number;
  /** What a log line waits for the disk. */
  stallS: number;
  /** Share of requests that network or clock make fail. */
  failed: number;
}

/** The pods of a service in one zone. */
export class Workload {
  readonly state;
  readonly fx = {
    crashShare: 0,
    leakPerMinute: 0,
    memoryCut: 0,
    imageShare: 0,
    rollout: 0,
    rolloutError: 0,
    rolloutCost: 0,
    probeFails: 0,
    attempts: 0,
    hangPerMinute: 0,
    cpuCut: 0,
    callDelayS: 0,
    callsFail: 0,
    scaledDown: 0,
    blind: 0,
  };
  readonly effects: Readonly<Record<string, (parameters: FaultParameters) => void>>;
  /** The autoscaler goes by requests for processor; where there are none it can do nothing. */
  readonly autoscaled: boolean;
  readonly podsMin: number;
  readonly podsMax: number;
  private readonly placement: Placement;
  private readonly requestCores: number;
  private readonly ground: Ground = {
    serving: 0,
    dead: 0,
    speed: 1,
    tailShare: 0,
    tailS: 0,
    stallS: 0,
    failed: 0,
  };

  constructor(
    readonly id: string,
    readonly zone: Zone,
    readonly plan: ServicePlan,
    readonly pool: NodePool,
  ) {
    this.autoscaled = plan.limits;
    this.podsMin = plan.podsPerZone;
    this.podsMax = this.autoscaled ? plan.podsPerZone * SCALES_TO : plan.podsPerZone;
    this.requestCores = plan.limits ? plan.podCores * REQUEST_OF_LIMIT : 0;
    const home = pool.place(plan.podsPerZone);
    this.state = {
      placement: newPlacement(home),
      autoscaler: newAutoscaler(plan.podsPerZone),
      crashed: 0,
      crashForS: 0,
      oom: 0,
      restartForS: 0,
      restarts: 0,
      kills: 0,
      leak: 0,
      /** Pods without their image, and for how long; what they still wait once the registry answers. */
      imageless: 0,
      imageForS: 0,
      imageInS: 0,
      /** Share of the pods that runs the defective release, and what it does. */
      defective: 0,
      defectError: 0,
      defectCost: 0,
      /** Share of the pods by failed probes in a row; the last are taken out. */
      probes: [1, 0, 0, 0],
      probedS: 0,
      /** Share of the threads that hang for good. */
      hung: 0,
      ready: plan.podsPerZone,
      /** Pods that stopped answering, and those of them that still get requests. */
      dead: 0,
      ghosts: 0,
      ghostForS: 0,
      usage: 0,
      throttled: 0,
      memory: 0,
      inFlight: 0,
      meter: newMeter(REQUEST_BUCKETS),
      retries: 0,
      backlog: 0,
      refused: 0,
    };
    this.placement = new Placement(this.state.placement, pool, home, this.requestCores, !plan.limits);
    const { fx } = this;
    const raise = (name: keyof typeof fx, value = 1): void => {
      fx[name] = Math.max(fx[name], value);
    };
    this.effects = {
      "tke.pod_crash": (p) => raise("crashShare", Number(p["podsRatio"])),
      "tke.memory_leak": (p) => raise("leakPerMinute", Number(p["leakRatioPerMinute"])),
      "tke.memory_limit_low": (p) => raise("memoryCut", 1 - Number(p["limitRatio"])),
      "tke.image_pull_failure": (p) => raise("imageShare", Number(p["podsRatio"])),
      "tke.bad_rollout": (p) => {
        raise("rollout");
        raise("rolloutError", Number(p["errorRatio"]));
        raise("rolloutCost", Number(p["costRatio"]));
      },
      "tke.probe_misconfigured": (p) => raise("probeFails", Number(p["failedRatio"])),
      "tke.retry_storm": (p) => raise("attempts", Number(p["attempts"]) - 1),
      "tke.connection_leak": (p) => raise("hangPerMinute", Number(p["leakRatioPerMinute"])),
      "tke.cpu_throttling": (p) => raise("cpuCut", 1 - Number(p["limitRatio"])),
      "tke.dependency_slow": (p) => raise("callDelayS", Number(p["delayMs"]) / 1_000),
      "tke.calls_fail": (p) => raise("callsFail", Number(p["failedRatio"])),
      "tke.scaled_down": (p) => raise("scaledDown", 1 - Number(p["podsRatio"])),
      "tke.autoscaler_blind": () => raise("blind"),
    };
  }

  get desired(): number {
    const { fx, state, podsMin } = this;
    if (fx.scaledDown > 0) return Math.max(1, Math.round(podsMin * (1 - fx.scaledDown)));
    return this.autoscaled ? state.autoscaler.wanted : podsMin;
  }

  private get autoscalerActive(): boolean {
    return this.fx.blind + this.fx.scaledDown === 0;
  }

  /** Processor time of a request, as a multiple of the sound release's. */
  get costRatio(): number {
    const { defective, defectCost } = this.state;
    return defective > 0 ? 1 + defective * (defectCost - 1) : 1;
  }

  /** Share of a pod's processor limit that a wrong release left. */
  get coresRatio(): number {
    return 1 - this.fx.cpuCut;
  }

  /** @param packets in a row that a request sends. */
  lookAtGround(packets: number): Readonly<Ground> {
    const { state, pool, ground, desired } = this;
    ground.serving = desired;
    ground.dead = 0;
    ground.speed = 1;
    ground.tailShare = ground.tailS = ground.stallS = ground.failed = 0;
    if (this.placement.steady(desired)) return ground;
    const { pods } = state.placement;
    const onAdded = pods[pool.addedPlace] ?? 0;
    let serving = onAdded;
    let speed = onAdded;
    for (const [j, { machine, state: node }] of pool.all.entries()) {
      const here = pods[j] ?? 0;
      if (here === 0) continue;
      if (machine.state.up === 0) {
        ground.dead += here;
        continue;
      }
      if (node.ready === 0) continue;
      serving += here;
      speed += here * machine.speed;
      ground.stallS += here * machine.stallS;
      ground.failed += here * machine.failedShare(packets);
      const tail = here * machine.tailShare(packets);
      ground.tailShare += tail;
      ground.tailS += tail * machine.tailS(packets);
    }
    ground.serving = serving;
    if (ground.tailShare > 0) ground.tailS /= ground.tailShare;
    if (serving === 0) return ground;
    ground.speed = speed / serving;
    ground.stallS /= serving;
    ground.failed /= serving;
    ground.tailShare /= serving;
    return ground;
  }

  private stepCrashes(dtS: number): void {
    const { state, fx, desired } = this;
    if (fx.crashShare > 0) {
      state.crashed = Math.max(1, Math.round(fx.crashShare * desired));
      const before = tries(state.crashForS);
      state.crashForS += dtS;
      state.restarts += state.crashed * (tries(state.crashForS) - before);
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
    const used = plan.memoryRest + perPod / plan.podMemoryBytes + state.leak;
    state.memory = Math.min(1, used / (1 - fx.memoryCut));
    if (state.oom > 0 && fx.crashShare === 0) {
      state.restartForS += dtS;
      if (state.restartForS >= START_S) state.oom = 0;
    }
    // Pods reach their limit one after another: a quarter of them is killed at a time.
    if (state.memory >= 0.98 && state.oom === 0) {
      state.oom = Math.ceil(desired / 4);
      state.restarts += state.oom;
      state.kills += state.oom;
      state.restartForS = 0;
      state.leak *= 1 - state.oom / desired;
    }
  }

  /** Pods whose image does not come: replaced at once, started again at a try after the registry answers. */
  private stepImages(dtS: number): void {
    const { state, fx, desired } = this;
    if (fx.imageShare > 0) {
      state.imageless = Math.max(1, Math.round(fx.imageShare * desired));
      state.imageForS += dtS;
      state.imageInS = 0;
      return;
    }
    if (state.imageless === 0) return;
    if (state.imageInS === 0) state.imageInS = nextTryIn(state.imageForS) + START_S;
    state.imageInS -= dtS;
    if (state.imageInS > 0) return;
    state.imageless = 0;
    state.imageForS = 0;
    state.imageInS = 0;
  }

  /** A release goes out, or back, a quarter of the pods at a time, each quarter once the one before is ready. */
  private stepRollout(dtS: number): void {
    const { state, fx } = this;
    const step = (ROLLOUT_STEP * dtS) / START_S;
    if (fx.rollout > 0) {
      state.defectError = fx.rolloutError;
      state.defectCost = fx.rolloutCost;
      state.defective = Math.min(1, state.defective + step);
    } else if (state.defective > 0) state.defective = Math.max(0, state.defective - step);
  }

  /** Each period every pod is probed once: the share that failed n times in a row fails once more, or begins anew. */
  private stepProbes(dtS: number): void {
    const { state, fx } = this;
    const out = state.probes[PROBE_FAILURES] ?? 0;
    if (fx.probeFails === 0 && state.probes[0] === 1) {
      state.probedS = 0;
      return;
    }
    state.probedS += dtS;
    for (; state.probedS >= PROBE_EVERY_S; state.probedS -= PROBE_EVERY_S) {
      const before = [...state.probes];
      state.probes[0] = 1 - fx.probeFails;
      for (let n = 1; n <= PROBE_FAILURES; n++) state.probes[n] = (before[n - 1] ?? 0) * fx.probeFails;
      state.probes[PROBE_FAILURES] = (state.probes[PROBE_FAILURES] ?? 0) + out * fx.probeFails;
    }
  }

  private stepThreads(dtS: number): void {
    const { state, fx } = this;
    if (fx.hangPerMinute > 0) state.hung = Math.min(1, state.hung + (fx.hangPerMinute * dtS) / 60);
    else if (state.hung > 0) state.hung = state.hung < 0.005 ? 0 : state.hung * Math.exp(-dtS / ROLLOUT_S);
  }

  private stepReadiness(dtS: number): void {
    const { state } = this;
    const { serving, dead } = this.lookAtGround(1);
    const running = Math.max(0, serving - state.crashed - state.oom - state.imageless);
    state.ready = running - Math.round(running * (state.probes[PROBE_FAILURES] ?? 0));
    // What dies suddenly still gets requests for a while; what leaves in order does not.
    const gone = dead + state.crashed + state.oom;
    if (gone > state.dead) {
      state.ghosts += gone - state.dead;
      state.ghostForS = 0;
    } else if (state.ghosts > 0) {
      state.ghostForS += dtS;
      if (state.ghostForS >= EJECT_AFTER_S) state.ghosts = 0;
    }
    state.dead = gone;
  }

  stepPods(dtS: number): void {
    const { state, fx } = this;
    if (this.autoscaled && this.autoscalerActive && this.pool.plane.writes)
      stepAutoscaler(state.autoscaler, state.ready, state.usage, this.podsMin, this.podsMax, dtS);
    this.placement.step(this.desired, fx.imageShare === 0, dtS);
    this.stepCrashes(dtS);
    this.stepMemory(dtS);
    this.stepImages(dtS);
    this.stepRollout(dtS);
    this.stepProbes(dtS);
    this.stepThreads(dtS);
    this.stepReadiness(dtS);
  }

  /** Puts the pods' demand on the nodes that they run on. */
  loadNodes(perS: number): void {
    const { state, pool, plan, requestCores, fx } = this;
    const { pods, pending, starting } = state.placement;
    const cores = state.usage * plan.podCores * (1 - fx.cpuCut);
    const memoryBytes = state.memory * plan.podMemoryBytes * (1 - fx.memoryCut);
    const perPodS = state.ready > 0 ? perS / state.ready : 0;
    for (let j = 0; j < pool.all.length; j++) {
      const node = pool.all[j];
      const here = pods[j] ?? 0;
      if (!node || here === 0) continue;
      node.demand.cores += requestCores * here;
      if (!plan.limits) node.demand.bestEffort += here;
      const { machine } = node;
      if (machine.state.up === 0) continue;
      machine.state.pods += here;
      machine.demand.cores += cores * here;
      machine.demand.memoryBytes += memoryBytes * here;
      machine.demand.requests += perPodS * here;
    }
    let onAdded = pods[pool.addedPlace] ?? 0;
    // What starts has its room already.
    for (const { place } of starting) {
      const node = pool.all[place];
      if (node) node.demand.cores += requestCores;
      else onAdded += 1;
    }
    if (onAdded + pending > 0) pool.tell(onAdded, pending, requestCores);
  }

  series(labels: Labels): WorldSeries[] {
    const { state, plan, fx } = this;
    const { autoscaler, placement } = state;
    const bytes = (): number => plan.podMemoryBytes * (1 - fx.memoryCut);
    const series = new SeriesOf(labels)
      .always("tke_up", () => (state.ready > 0 ? 1 : 0))
      .always("tke_pods_desired", () => this.desired)
      .always("tke_pods_ready", () => state.ready)
      .always("tke_pods_updated", () => Math.round(this.desired * (1 - state.defective)))
      .gauge("tke_pods_waiting", () => state.crashed, { reason: "CrashLoopBackOff" })
      .gauge("tke_pods_waiting", () => state.imageless, { reason: "ImagePullBackOff" })
      .gauge("tke_pods_waiting", () => placement.pending, { reason: "Pending" })
      .counter("tke_pod_restarts_total", () => state.restarts)
      .counter("tke_oom_kills_total", () => state.kills)
      .gauge("tke_cpu_usage_ratio", () => state.usage)
      .gauge("tke_cpu_throttled_ratio", () => state.throttled)
      .gauge("tke_memory_usage_ratio", () => state.memory)
      .counter("tke_memory_working_set_bytes", () => state.memory * bytes() * state.ready)
      .counter("tke_requests_total", () => state.meter.ok, { outcome: "ok" })
      .counter("tke_requests_total", () => state.meter.failed, { outcome: "error" })
      .histogram("tke_request_duration_seconds", REQUEST_BUCKETS, state.meter.latency)
      .gauge("tke_requests_in_flight", () => state.inFlight)
      .gauge("tke_threads_busy_ratio", () => {
        const threads = state.ready * plan.podThreads;
        return threads > 0 ? Math.min(1, state.hung + state.inFlight / threads) : 1;
      })
      .counter("tke_retries_total", () => state.retries);
    if (!this.autoscaled) return series.all;
    return series
      .always("tke_pods_min", () => this.podsMin)
      .always("tke_pods_max", () => this.podsMax)
      .always("tke_autoscaler_active", () => (this.autoscalerActive ? 1 : 0))
      .counter("tke_scalings_total", () => autoscaler.ups, { direction: "up" })
      .counter("tke_scalings_total", () => autoscaler.downs, { direction: "down" }).all;
  }

  target(): TargetState {
    const { state, desired, fx } = this;
    return {
      compared: {
        podsMissing: Math.max(0, desired - state.ready),
        scaledDown: fx.scaledDown > 0,
        leaks: fx.leakPerMinute > 0 || state.leak > 0.02,
        threadsHang: fx.hangPerMinute > 0 || state.hung > 0.02,
        memoryLimitRatio: 1 - fx.memoryCut,
        cpuLimitRatio: 1 - fx.cpuCut,
        release: state.defective > 0 ? "defective" : "sound",
        probeFails: fx.probeFails > 0,
        callsDelayedMs: Math.round(fx.callDelayS * 1_000),
        callsFailRatio: fx.callsFail,
        attempts: 1 + fx.attempts,
        autoscalerActive: this.autoscalerActive,
      },
      detail: { podsReady: state.ready, podsDesired: desired, restarts: state.restarts },
    };
  }
}

/** Seconds until the next try of a container that has waited for so long. */
function nextTryIn(forS: number): number {
  for (const at of BACK_OFF_S) if (at >= forS) return at - forS;
  const last = BACK_OFF_S[BACK_OFF_S.length - 1] ?? 0;
  return BACK_OFF_LAST_S - ((forS - last) % BACK_OFF_LAST_S);
}
