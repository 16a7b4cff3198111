import { countRequests, newLatency, newMeter } from "@/lib/simulator/latency";
import {
  defineBehaviour,
  Part,
  type Instance,
  type Member,
  type Site,
  type Tick,
} from "@/lib/simulator/part";
import { settled } from "@/lib/simulator/queueing";
import { SeriesOf } from "@/lib/simulator/series";
import { REQUEST_BUCKETS } from "../views";
import { scfFleet, type FunctionPlan } from "./fleet";

/** An idle environment is kept for some minutes; our choice of ten, as vendors publish no figure and change it. */
const KEEP_WARM_S = 600;
/** Platforms replace environments now and then, busy or not; our choice of two hours. */
const RECYCLE_S = 7_200;
/** Refusals by the quota or by access management are answered at once. */
const REFUSED_AFTER_S = 0.02;
/** What invocations need of the memory varies by this share of it. Our choice. */
const MEMORY_SPREAD = 0.08;
/** The platform's own way from the call to the code. */
const DISPATCH_S = 0.004;

/**
 * Share of arrivals that a system of `servers` without a queue refuses.
 *
 * @param load offered load in erlangs: arrivals a second times seconds of service.
 * @param servers not necessarily whole; rounded down.
 * @see Erlang's loss formula, recursion over the servers (Kleinrock, Queueing Systems I, 1975, section 3.6). It holds for
 *   any distribution of the service time.
 */
export function refusedShare(load: number, servers: number): number {
  if (load <= 0) return 0;
  // Six standard deviations of the Poisson number of busy servers below the limit: less than one in a billion.
  if (servers > load + 6 * Math.sqrt(load)) return 0;
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}

/** Share of a normal variable above `z` standard deviations, by the logistic approximation (Bowling et al. 2009). */
const above = (z: number): number => 1 / (1 + Math.exp(1.702 * z));

/** A serverless function: no queue, an environment for each invocation that runs. */
class CloudFunction extends Part {
  override readonly lags = true;
  readonly members: readonly Member[];
  private readonly plan: FunctionPlan;
  /** Invocations that run at once at the design peak. */
  private plannedConcurrency = 1;
  private readonly latency = newLatency(0);
  private readonly now = {
    up: 1,
    concurrency: 0,
    quota: 0,
    memory: 0,
    environments: 0,
    timeouts: 0,
    throttled: 0,
    errors: 0,
    denied: 0,
    coldStarts: 0,
    meter: newMeter(REQUEST_BUCKETS),
  };
  private readonly fx = {
    quotaTaken: 0,
    cold: 0,
    error: 0,
    timeoutShare: 0,
    memoryCut: 0,
    banned: 0,
    delayS: 0,
  };

  constructor(instance: Instance<FunctionPlan>, site: Site) {
    super(instance, site);
    this.plan = instance.plan;
    this.now.quota = this.plan.concurrencyMax;
    this.now.memory = this.plan.memoryRest;
    this.open("invoke");
    this.members = instance.members.map(({ id, zone }) => this.member(site.name(id), zone));
  }

  private member(id: string, zone: Member["zone"]): Member {
    const { plan, now, fx } = this;
    const { runtime, timeoutS, memoryBytes, concurrencyMax, provisioned } = plan;
    return {
      id,
      zone,
      spec: { runtime, timeoutS, memoryBytes, concurrencyMax, provisioned },
      state: now,
      fx,
      effects: {
        "scf.quota_reached": (p) => {
          fx.quotaTaken = Math.max(fx.quotaTaken, 1 - Number(p["leftRatio"]));
        },
        "scf.environments_recycled": (p) => {
          fx.cold = Math.max(fx.cold, Number(p["coldRatio"]));
        },
        "scf.bad_release": (p) => {
          fx.error = Math.max(fx.error, Number(p["errorRatio"]));
        },
        "scf.timeout_too_low": (p) => {
          const share = Number(p["durationRatio"]);
          fx.timeoutShare = fx.timeoutShare > 0 ? Math.min(fx.timeoutShare, share) : share;
        },
        "scf.memory_too_low": (p) => {
          fx.memoryCut = Math.max(fx.memoryCut, 1 - Number(p["memoryRatio"]));
        },
        "scf.api_banned": () => {
          fx.banned = 1;
        },
        "scf.dependency_slow": (p) => {
          fx.delayS = Math.max(fx.delayS, Number(p["delayMs"]) / 1_000);
        },
      },
      series: (labels) =>
        new SeriesOf(labels)
          .always("scf_up", () => now.up)
          .counter("scf_invocations_total", () => now.meter.ok, { outcome: "ok" })
          .counter("scf_invocations_total", () => now.errors, { outcome: "error" })
          .counter("scf_invocations_total", () => now.timeouts, { outcome: "timeout" })
          .counter("scf_invocations_total", () => now.throttled, { outcome: "throttled" })
          .counter("scf_invocations_total", () => now.denied, { outcome: "denied" })
          .counter("scf_cold_starts_total", () => now.coldStarts)
          .histogram("scf_duration_seconds", REQUEST_BUCKETS, now.meter.latency)
          .gauge("scf_concurrency", () => now.concurrency)
          .always("scf_concurrency_quota", () => now.quota)
          .gauge("scf_environments", () => now.environments)
          .gauge("scf_memory_usage_ratio", () => now.memory).all,
      target: () => ({
        compared: {
          up: now.up === 1,
          quota: now.quota,
          timeoutCut: fx.timeoutShare > 0,
          memoryCut: fx.memoryCut > 0,
          release: fx.error > 0 ? "defective" : "sound",
          dependencySlow: fx.delayS > 0,
          recycled: fx.cold > 0,
        },
        detail: {},
      }),
    };
  }

  override size(): void {
    const { durationS, dependencyS } = this.plan;
    const offered = this.port("invoke").offered;
    this.plannedConcurrency = Math.max(1, offered * (durationS + dependencyS));
    this.now.environments = Math.max(this.plan.provisioned, this.plannedConcurrency / 3);
  }

  /**
   * Environments follow the concurrency: what lacks is started cold, what is idle for long is let go.
   *
   * @returns share of the invocations that wait for a start.
   */
  private stepEnvironments(running: number, perS: number, dtS: number): number {
    const { now, plan, fx } = this;
    // Arrivals are Poisson, so the number that runs spreads by its square root; three of them cover its tops.
    const wanted = Math.max(plan.provisioned, running + 3 * Math.sqrt(running));
    const recycled = (Math.min(now.environments, running) * dtS) / RECYCLE_S;
    let starts = recycled;
    if (wanted > now.environments) {
      starts += wanted - now.environments;
      now.environments = wanted;
    } else now.environments += (wanted - now.environments) * settled(dtS, KEEP_WARM_S);
    const invocations = perS * dtS;
    if (invocations <= 0) return 0;
    return Math.min(1, Math.max(fx.cold, starts / invocations));
  }

  override step({ dtS }: Tick): void {
    const { now, fx, plan, latency } = this;
    const port = this.port("invoke");
    const perS = port.offered;
    // The processor that a function gets grows with its memory, in proportion (as vendors document).
    const ownS = plan.durationS / (1 - fx.memoryCut);
    const dependencyS = plan.dependencyS + fx.delayS;
    const timeoutS =
      fx.timeoutShare > 0 ? fx.timeoutShare * (plan.durationS + plan.dependencyS) : plan.timeoutS;

    latency.meanS = ownS + dependencyS;
    // Code is steady: a third of its time is spread; the injected delay is constant.
    latency.varianceS2 = ((ownS + plan.dependencyS) / 3) ** 2;
    const scale = Math.sqrt(latency.varianceS2);
    const left = timeoutS - (latency.meanS - scale);
    const late = left <= 0 ? 1 : left > 40 * scale ? 0 : Math.exp(-left / scale);
    const runsS = Math.min(latency.meanS, timeoutS);

    now.quota =
      fx.quotaTaken > 0
        ? Math.min(plan.concurrencyMax, Math.ceil(this.plannedConcurrency * (1 - fx.quotaTaken)))
        : plan.concurrencyMax;
    const denied = fx.banned;
    const asked = perS * (1 - denied);
    const load = asked * runsS;
    const throttled = refusedShare(load, now.quota);
    const begun = asked * (1 - throttled);
    now.concurrency = begun * runsS;
    const cold = this.stepEnvironments(now.concurrency, begun, dtS);
    const memoryNeeded = plan.memoryRest / (1 - fx.memoryCut);
    now.memory = asked > 0 || fx.memoryCut > 0 ? Math.min(1, memoryNeeded) : now.memory;
    const killed = fx.memoryCut > 0 ? above((1 - memoryNeeded) / (MEMORY_SPREAD / (1 - fx.memoryCut))) : 0;
    const broken = 1 - (1 - killed) * (1 - fx.error);

    latency.meanS = DISPATCH_S + runsS;
    latency.tailShare = cold;
    latency.tailS = plan.coldStartS;
    const ended = begun * dtS;
    now.denied += perS * denied * dtS;
    now.throttled += asked * throttled * dtS;
    now.timeouts += ended * late;
    now.errors += ended * (1 - late) * broken;
    now.coldStarts += ended * cold;
    const failed = 1 - (1 - denied) * (1 - throttled) * (1 - late) * (1 - broken);
    const refused = 1 - (1 - denied) * (1 - throttled);
    const failsAfterS =
      failed > 0 ? (refused * REFUSED_AFTER_S + (failed - refused) * runsS) / failed : REFUSED_AFTER_S;
    countRequests(now.meter, REQUEST_BUCKETS, perS * dtS, failed, latency, failsAfterS);
    now.up = perS > 0 ? (failed < 1 ? 1 : 0) : 1 - denied;

    const { next } = port;
    next.failed = failed;
    next.failsAfterS = failsAfterS;
    next.passes = 1 - failed;
    next.latency.meanS = latency.meanS;
    next.latency.varianceS2 = latency.varianceS2;
    next.latency.tailShare = latency.tailShare;
    next.latency.tailS = latency.tailS;
  }
}

export const behaviour = defineBehaviour(
  "scf",
  scfFleet,
  (instance, site) => new CloudFunction(instance, site),
);
