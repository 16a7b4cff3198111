import type { Labels } from "@/lib/metrics/store";
import {
  CONNECT_FAILS_AFTER_S,
  expireCertificate,
  newCertificate,
  stepCertificate,
} from "@/lib/simulator/connections";
import { meet, newDownstream, type Downstream, type Port } from "@/lib/simulator/graph";
import {
  newHistogram,
  newLatency,
  newMeter,
  countRequests,
  observe,
  observeFailures,
} from "@/lib/simulator/latency";
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
import { REQUEST_BUCKETS } from "../views";
import { cdnFleet, type DomainPlan } from "./fleet";

/** Part of the hits that popular objects make, and how long these and the others take to be cached anew. Our choice. */
const POPULAR = 0.7;
const POPULAR_REFILL_S = 8;
const OTHERS_REFILL_S = 90;
/** What a purge every few seconds leaves of the popular objects: they are back between two. */
const POPULAR_PURGED = 0.6;
/** Share of missing objects of which an outdated copy is kept: RFC 5861, stale-if-error. */
const STALE = 0.7;
/** Steering by DNS sends users elsewhere within the life of its records. */
const STEERING_S = 30;
/** Share of the less popular objects that another node does not have. */
const ELSEWHERE_MISSING = 0.6;
/** From the user's edge node to the origin and back. */
const ORIGIN_ROUND_TRIP_S = 0.02;
/** Work of an edge node, and threads of all of them: many, as they mostly wait. */
const EDGE_S = 0.002;
const EDGE_THREADS = 64;
const PATIENCE_S = 2;
const REFUSED_AFTER_S = 0.02;

class Domain extends Part {
  override readonly state = {
    certificate: newCertificate(),
    /** How far the caches are filled with popular and with other objects, 0 to 1. */
    popular: 1,
    others: 1,
    /** Share of the users that steering sent to other nodes. */
    steered: 0,
    /** Share of the users who try to connect to a dead node. */
    stranded: 0,
    backlog: 0,
    usage: 0,
    /** Requests a second as they were before a cap came. */
    ordinaryPerS: 0,
    meter: newMeter(REQUEST_BUCKETS),
    refused: 0,
    hits: 0,
    misses: 0,
    stale: 0,
    originOk: 0,
    originFailed: 0,
    originLatency: newHistogram(REQUEST_BUCKETS),
    bytesOut: 0,
    bytesIn: 0,
  };
  private readonly fx = {
    cut: 0,
    purged: 0,
    unkeyed: 0,
    nodesLost: 0,
    /** What a cap takes away: 1 less the share that it leaves. */
    capped: 0,
    expired: 0,
    expiredForS: 0,
  };
  readonly members;
  private readonly plan: DomainPlan;
  private readonly startAt: number;
  private capacity = 1;
  private readonly downstream = newDownstream();
  private readonly served = newServed();
  private readonly origin = newLatency(0);

  constructor(instance: Instance<DomainPlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    this.startAt = site.startAt;
    if (!instance.inFrontOf) {
      const object = this.open("object");
      object.seen.passes = object.next.passes = 1 - this.cacheable(object) * plan.hits;
    }
    const { fx } = this;
    this.members = instance.members.map(({ id, zone }) => ({
      id: site.name(id),
      zone,
      spec: {
        edgeNodes: plan.edgeNodes,
        staleIfError: true,
        certificateExpiresAt: site.startAt + plan.certificateDays * 86_400_000,
      },
      state: {},
      fx,
      effects: {
        "cdn.origin_cut": (p: FaultParameters) => {
          fx.cut = Math.max(fx.cut, Number(p["nodesRatio"]));
        },
        "cdn.cache_flushed": (p: FaultParameters) => {
          fx.purged = Math.max(fx.purged, Number(p["purgedRatio"]));
        },
        "cdn.cache_key_misconfigured": (p: FaultParameters) => {
          fx.unkeyed = Math.max(fx.unkeyed, Number(p["requestsRatio"]));
        },
        "cdn.certificate_expired": expireCertificate(fx),
        "cdn.edge_nodes_down": (p: FaultParameters) => {
          fx.nodesLost = Math.max(fx.nodesLost, Number(p["nodesRatio"]));
        },
        "cdn.usage_cap_reached": (p: FaultParameters) => {
          fx.capped = Math.max(fx.capped, 1 - Number(p["capRatio"]));
        },
      },
      series: (labels: Labels) => this.series(labels),
      target: () => this.target(),
    }));
  }

  private cacheable(port: Port): number {
    return this.plan.cacheable[port.name.slice(port.name.lastIndexOf("/") + 1)] ?? 0;
  }

  override atDesignPeak(): void {
    for (const port of this.ports) port.seen.passes = 1 - this.cacheable(port) * this.plan.hits;
  }

  override size(): void {
    this.capacity = Math.max(1, this.offeredPerS() / this.plan.usage);
  }

  private offeredPerS(): number {
    let perS = 0;
    for (const port of this.ports) perS += port.offered;
    return perS;
  }

  private stepCaches(dtS: number): void {
    const { state, fx } = this;
    const popular = 1 - POPULAR_PURGED * fx.purged;
    const others = 1 - fx.purged;
    state.popular =
      popular < state.popular
        ? popular
        : state.popular + (popular - state.popular) * settled(dtS, POPULAR_REFILL_S);
    state.others =
      others < state.others ? others : state.others + (others - state.others) * settled(dtS, OTHERS_REFILL_S);
  }

  private stepSteering(dtS: number): void {
    const { state, fx } = this;
    const before = state.steered;
    state.steered += (fx.nodesLost - before) * settled(dtS, STEERING_S);
    state.stranded = Math.max(0, fx.nodesLost - state.steered);
    // Who was sent to another node asks there for what it does not have.
    state.others *= 1 - ELSEWHERE_MISSING * Math.max(0, state.steered - before);
  }

  override step(tick: Tick): void {
    const { state, fx, plan, served } = this;
    const { dtS } = tick;
    stepCertificate(state.certificate, fx, this.startAt, plan.certificateDays, tick);
    this.stepCaches(dtS);
    this.stepSteering(dtS);
    const perS = this.offeredPerS();
    if (fx.capped === 0) state.ordinaryPerS = perS;
    const cap = fx.capped > 0 ? (1 - fx.capped) * state.ordinaryPerS : Number.POSITIVE_INFINITY;
    const connected = (1 - state.certificate.refused) * (1 - state.stranded);
    const arriving = perS * connected;
    const refused = arriving > cap ? 1 - cap / arriving : 0;
    serve(
      arriving * (1 - refused),
      this.capacity * (1 - fx.nodesLost),
      EDGE_THREADS,
      PATIENCE_S,
      state.backlog,
      dtS,
      served,
    );
    state.backlog = served.backlog;
    state.usage = served.usage;
    const hitShare = plan.hits * (POPULAR * state.popular + (1 - POPULAR) * state.others) * (1 - fx.unkeyed);
    for (const port of this.ports) {
      const behind = meet(port, this.downstream);
      this.serve(port, behind, connected, refused, hitShare, dtS);
    }
  }

  private serve(
    port: Port,
    behind: Downstream,
    connected: number,
    refused: number,
    hitShare: number,
    dtS: number,
  ): void {
    const { state, fx, plan, served, origin } = this;
    const cacheable = this.cacheable(port);
    const asksOrigin = 1 - cacheable * hitShare;
    const misses = cacheable * (1 - hitShare);
    const lostThere = 1 - (1 - fx.cut) * (1 - behind.failed);
    const stale = misses * lostThere * STALE;
    const lost = asksOrigin * lostThere - stale;
    const accepted = connected * (1 - refused) * (1 - served.failed);
    const edgeS = EDGE_S + served.waitS;
    origin.meanS = ORIGIN_ROUND_TRIP_S + behind.meanS;
    origin.varianceS2 = (ORIGIN_ROUND_TRIP_S / 2) ** 2 + behind.varianceS2;
    origin.tailShare = behind.tailShare;
    origin.tailS = behind.tailS;
    const originFailsAfterS = fx.cut > 0 ? CONNECT_FAILS_AFTER_S : ORIGIN_ROUND_TRIP_S + behind.failsAfterS;

    const { next } = port;
    next.passes = accepted * asksOrigin * (1 - fx.cut);
    next.failed = 1 - accepted * (1 - lost);
    next.failsAfterS =
      next.failed > 0
        ? ((1 - connected) * CONNECT_FAILS_AFTER_S +
            connected * refused * REFUSED_AFTER_S +
            connected * (1 - refused) * served.failed * PATIENCE_S +
            accepted * lost * originFailsAfterS) /
          next.failed
        : 0;
    const { latency } = next;
    latency.meanS = edgeS + asksOrigin * origin.meanS;
    // A mixture of quick hits and slow misses.
    latency.varianceS2 =
      edgeS ** 2 + asksOrigin * origin.varianceS2 + asksOrigin * (1 - asksOrigin) * origin.meanS ** 2;
    latency.tailShare = asksOrigin * origin.tailShare;
    latency.tailS = origin.tailS;

    const n = port.offered * dtS * connected;
    state.refused += n * refused;
    const taken = n * (1 - refused);
    const failed = 1 - (1 - served.failed) * (1 - lost);
    countRequests(state.meter, REQUEST_BUCKETS, taken, failed, latency, originFailsAfterS);
    const inside = taken * (1 - served.failed);
    state.hits += inside * cacheable * hitShare;
    state.stale += inside * stale;
    state.misses += inside * (misses - stale);
    state.originOk += inside * asksOrigin * (1 - lostThere);
    state.originFailed += inside * asksOrigin * lostThere;
    observe(state.originLatency, REQUEST_BUCKETS, inside * asksOrigin * (1 - lostThere), origin);
    observeFailures(state.originLatency, REQUEST_BUCKETS, inside * asksOrigin * lostThere, originFailsAfterS);
    state.bytesOut += taken * (1 - failed) * plan.bytes;
    state.bytesIn += inside * asksOrigin * (1 - lostThere) * plan.bytes;
  }

  private series(labels: Labels): WorldSeries[] {
    const { state, plan, fx } = this;
    return new SeriesOf(labels)
      .always("cdn_up", () => (fx.nodesLost < 1 ? 1 : 0))
      .counter("cdn_requests_total", () => state.meter.ok, { code: "2xx" })
      .counter("cdn_requests_total", () => state.refused, { code: "4xx" })
      .counter("cdn_requests_total", () => state.meter.failed, { code: "5xx" })
      .histogram("cdn_request_duration_seconds", REQUEST_BUCKETS, state.meter.latency)
      .counter("cdn_cache_requests_total", () => state.hits, { result: "hit" })
      .counter("cdn_cache_requests_total", () => state.misses, { result: "miss" })
      .counter("cdn_cache_requests_total", () => state.stale, { result: "stale" })
      .counter("cdn_origin_requests_total", () => state.originOk, { code: "2xx" })
      .counter("cdn_origin_requests_total", () => state.originFailed, { code: "5xx" })
      .histogram("cdn_origin_duration_seconds", REQUEST_BUCKETS, state.originLatency)
      .counter("cdn_transmit_bytes_total", () => state.bytesOut)
      .counter("cdn_receive_bytes_total", () => state.bytesIn)
      .gauge("cdn_edge_nodes_healthy", () => Math.floor(plan.edgeNodes * (1 - fx.nodesLost)))
      .gauge("cdn_edge_nodes", () => plan.edgeNodes)
      .gauge("cdn_edge_usage_ratio", () => state.usage)
      .gauge("cdn_certificate_expiry_timestamp_seconds", () => Math.round(state.certificate.endsAtS)).all;
  }

  private target(): TargetState {
    const { state, plan, fx } = this;
    return {
      compared: {
        edgeNodesUp: Math.floor(plan.edgeNodes * (1 - fx.nodesLost)),
        originReached: fx.cut === 0,
        capped: fx.capped > 0,
        certificateValid: fx.expired === 0,
      },
      detail: {
        cacheFilled: Math.round((POPULAR * state.popular + (1 - POPULAR) * state.others) * 100) / 100,
      },
    };
  }
}

export const behaviour = defineBehaviour("cdn", cdnFleet, (instance, site) => new Domain(instance, site));
