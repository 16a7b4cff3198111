import { DAY_MS } from "@/lib/core/time";
import type { Labels } from "@/lib/metrics/store";
import {
  CONNECT_FAILS_AFTER_S,
  expireCertificate,
  KEEPALIVE_S,
  newCertificate,
  REQUESTS_PER_CONNECTION,
  stepCertificate,
} from "@/lib/simulator/connections";
import { meet, newDownstream } from "@/lib/simulator/graph";
import { addFailures, inLine, newOwn, resetOwn } from "@/lib/simulator/in-line";
import { newHistogram, newLatency, observe } from "@/lib/simulator/latency";
import {
  defineBehaviour,
  Part,
  type FaultParameters,
  type Instance,
  type Site,
  type Tick,
} from "@/lib/simulator/part";
import { newServed, serve, settled } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { TargetState } from "../types";
import { CALL_BUCKETS } from "../views";
import { wafFleet, type FirewallPlan } from "./fleet";

/** Scanners and bots at rest, as a share of the ordinary requests; half look for holes, half copy pages. Our choice. */
const SCANS = 0.012;
/** How long the addresses of a botnet take to be known, how many of its requests are then blocked, and how fast they leave the list. */
const LEARNING_S = 20;
const KNOWN_MAX = 0.98;
const FORGETTING_S = 45;
/** Requests a second from one address of a botnet: below what rate limits by address notice at once. */
const BOT_PER_S = 2;
/** Addresses on the block list at rest. */
const LISTED = 40;
/** Inspection of one request, threads of the engine, and how long a request may wait for one. */
const INSPECT_S = 0.0015;
const THREADS = 32;
const PATIENCE_S = 0.2;
/** What the engine does beside inspecting: logs, updates. */
const IDLE_USAGE = 0.03;
const BLOCKED_AFTER_S = 0.01;

class Firewall extends Part {
  override readonly state = {
    certificate: newCertificate(),
    /** Share of a botnet whose addresses are known. */
    known: 0,
    listed: LISTED,
    backlog: 0,
    usage: 0,
    licenceUsage: 0,
    /** Requests a second as they were before the licence fell back. */
    ordinaryPerS: 0,
    connections: 0,
    allowed: 0,
    blocked: 0,
    bypassed: 0,
    dropped: 0,
    injection: 0,
    bot: 0,
    cc: 0,
    custom: 0,
    originErrors: 0,
    latency: newHistogram(CALL_BUCKETS),
  };
  private readonly fx = {
    falsePositives: 0,
    attackRatio: 0,
    off: 0,
    stress: 0,
    /** What the licence lost: 1 less the share of the traffic that it still covers. */
    unlicensed: 0,
    expired: 0,
    expiredForS: 0,
  };
  readonly members;
  private readonly plan: FirewallPlan;
  private readonly startAt: number;
  /** Requests a second at the design peak. */
  private design = 1;
  private readonly own = newOwn();
  private readonly downstream = newDownstream();
  private readonly served = newServed();
  private readonly latency = newLatency(INSPECT_S);

  constructor(instance: Instance<FirewallPlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    this.startAt = site.startAt;
    const { fx } = this;
    this.members = instance.members.map(({ id, zone }) => ({
      id: site.name(id),
      zone,
      spec: {
        failOpen: plan.failOpen,
        certificateExpiresAt: site.startAt + plan.certificateDays * DAY_MS,
      },
      state: {},
      fx,
      effects: {
        "waf.false_positive_rule": (p: FaultParameters) => {
          fx.falsePositives = Math.max(fx.falsePositives, Number(p["requestsRatio"]));
        },
        "waf.cc_attack": (p: FaultParameters) => {
          fx.attackRatio = Math.max(fx.attackRatio, Number(p["loadRatio"]));
        },
        "waf.protection_off": () => {
          fx.off = 1;
        },
        "waf.cpu_exhaustion": (p: FaultParameters) => {
          fx.stress = Math.max(fx.stress, Number(p["usageRatio"]));
        },
        "waf.rate_quota_reached": (p: FaultParameters) => {
          fx.unlicensed = Math.max(fx.unlicensed, 1 - Number(p["rateRatio"]));
        },
        "waf.certificate_expired": expireCertificate(fx),
      },
      series: (labels: Labels) => this.series(labels),
      target: () => this.target(),
    }));
  }

  override size(): void {
    this.design = Math.max(1, this.offeredPerS());
  }

  private offeredPerS(): number {
    let perS = 0;
    for (const port of this.ports) perS += port.offered;
    return perS;
  }

  private stepBlockList(attackPerS: number, dtS: number): void {
    const { state } = this;
    state.known += ((attackPerS > 0 ? KNOWN_MAX : 0) - state.known) * settled(dtS, LEARNING_S);
    const listed = LISTED + (attackPerS * state.known) / BOT_PER_S;
    state.listed += (listed - state.listed) * settled(dtS, listed > state.listed ? LEARNING_S : FORGETTING_S);
  }

  override step(tick: Tick): void {
    const { state, fx, plan, served, own, design } = this;
    const { dtS } = tick;
    stepCertificate(state.certificate, fx, this.startAt, plan.certificateDays, tick);
    const offered = this.offeredPerS();
    const good = offered * (1 - state.certificate.refused);
    const scans = good * SCANS;
    const attack = fx.attackRatio * design;
    this.stepBlockList(attack, dtS);
    const arriving = good + scans + attack;
    if (fx.unlicensed === 0) state.ordinaryPerS = arriving;
    const licence =
      fx.unlicensed > 0 ? (1 - fx.unlicensed) * state.ordinaryPerS : plan.licensedRatio * design;
    state.licenceUsage = licence > 0 ? arriving / licence : 1;
    const over = arriving > licence ? 1 - licence / arriving : 0;
    const inspected = fx.off > 0 ? 0 : arriving * (1 - over);
    const capacity = (design / plan.usage) * (1 - fx.stress);
    serve(inspected, capacity, THREADS, PATIENCE_S, state.backlog, dtS, served);
    state.backlog = served.backlog;
    state.usage = Math.min(1, IDLE_USAGE + fx.stress + served.usage * (1 - IDLE_USAGE) * (1 - fx.stress));

    // Shares of what arrives within the licence.
    const uninspected = fx.off > 0 ? 1 : plan.failOpen ? served.failed : 0;
    const dropped = fx.off > 0 || plan.failOpen ? 0 : served.failed;
    const checked = 1 - uninspected - dropped;
    const through = checked * (1 - fx.falsePositives) + uninspected;
    const attackThrough =
      (1 - over) * (attack * (checked * (1 - state.known) + uninspected) + scans * uninspected);
    this.count(good, scans, attack, over, uninspected, dropped, checked, dtS);

    const { latency } = this;
    latency.meanS = INSPECT_S + served.waitS;
    latency.varianceS2 = (INSPECT_S + served.waitS) ** 2;
    observe(state.latency, CALL_BUCKETS, inspected * (1 - served.failed) * dtS, latency);
    resetOwn(own);
    addFailures(own, state.certificate.refused, CONNECT_FAILS_AFTER_S);
    addFailures(own, 1 - (1 - over) * through, BLOCKED_AFTER_S);
    if (fx.off === 0) {
      own.meanS = latency.meanS;
      own.varianceS2 = latency.varianceS2;
    }
    let failedBehind = 0;
    let meanS = 0;
    for (const port of this.ports) {
      const behind = meet(port, this.downstream);
      inLine(port, behind, own);
      // What passes of an attack works the application as ordinary requests do.
      if (offered > 0) port.next.passes += attackThrough / offered;
      failedBehind += port.offered * (1 - own.failed) * behind.failed;
      meanS += port.offered * behind.meanS;
    }
    state.originErrors += failedBehind * dtS;
    state.connections =
      (arriving / REQUESTS_PER_CONNECTION) * (KEEPALIVE_S + (offered > 0 ? meanS / offered : 0));
  }

  private count(
    good: number,
    scans: number,
    attack: number,
    over: number,
    uninspected: number,
    dropped: number,
    checked: number,
    dtS: number,
  ): void {
    const { state, fx } = this;
    const within = (1 - over) * dtS;
    const custom = good * checked * fx.falsePositives * within;
    const scanHits = scans * checked * within;
    const cc = attack * checked * state.known * within;
    state.custom += custom;
    state.injection += scanHits / 2;
    state.bot += scanHits / 2;
    state.cc += cc;
    state.blocked += custom + scanHits + cc;
    state.bypassed += (good + scans + attack) * uninspected * within;
    state.dropped += (good + scans + attack) * (over + (1 - over) * dropped) * dtS;
    state.allowed += (good * (1 - fx.falsePositives) + attack * (1 - state.known)) * checked * within;
  }

  private series(labels: Labels): WorldSeries[] {
    const { state } = this;
    return new SeriesOf(labels)
      .always("waf_up", () => 1)
      .counter("waf_requests_total", () => state.allowed, { action: "allow" })
      .counter("waf_requests_total", () => state.blocked, { action: "block" })
      .counter("waf_requests_total", () => state.bypassed, { action: "bypass" })
      .counter("waf_requests_total", () => state.dropped, { action: "drop" })
      .counter("waf_rule_hits_total", () => state.injection, { rule_group: "injection" })
      .counter("waf_rule_hits_total", () => state.bot, { rule_group: "bot" })
      .counter("waf_rule_hits_total", () => state.cc, { rule_group: "cc" })
      .counter("waf_rule_hits_total", () => state.custom, { rule_group: "custom" })
      .histogram("waf_request_duration_seconds", CALL_BUCKETS, state.latency)
      .gauge("waf_cpu_usage_ratio", () => state.usage)
      .gauge("waf_rate_usage_ratio", () => state.licenceUsage)
      .counter("waf_origin_errors_total", () => state.originErrors)
      .gauge("waf_blocked_sources", () => Math.round(state.listed))
      .gauge("waf_connections_active", () => Math.round(state.connections))
      .gauge("waf_certificate_expiry_timestamp_seconds", () => Math.round(state.certificate.endsAtS)).all;
  }

  private target(): TargetState {
    const { state, fx } = this;
    return {
      compared: {
        inspecting: fx.off === 0,
        customRuleBlocks: fx.falsePositives > 0,
        engineStressed: fx.stress > 0,
        licenceReduced: fx.unlicensed > 0,
        certificateValid: fx.expired === 0,
      },
      detail: { blockedSources: Math.round(state.listed) },
    };
  }
}

export const behaviour = defineBehaviour("waf", wafFleet, (instance, site) => new Firewall(instance, site));
