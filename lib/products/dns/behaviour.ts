import { DAY_MS } from "@/lib/core/time";
import type { Labels } from "@/lib/metrics/store";
import { meet, newDownstream } from "@/lib/simulator/graph";
import { addFailures, inLine, newOwn, resetOwn } from "@/lib/simulator/in-line";
import { newHistogram, newLatency, observe, observeFailures } from "@/lib/simulator/latency";
import { defineBehaviour, Part, type Instance, type Site, type Tick } from "@/lib/simulator/part";
import { newServed, serve, settled } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { TargetState } from "../types";
import { CALL_BUCKETS } from "../views";
import { dnsFleet, type ZonePlan } from "./fleet";

/** A device looks a name up once for a page and the calls that it makes, then keeps the answer itself. */
const LOOKUPS_PER_REQUEST = 0.1;
/** Unbound's first wait for a server that it does not know yet (`UNKNOWN_SERVER_NICENESS`). */
const SERVER_TIMEOUT_S = 0.376;
/** Resolvers learn which server answers, and go on probing the others with a few of the queries (Yu 2012). */
const AVOIDANCE_S = 60;
const AVOIDANCE_MAX = 0.9;
/** A resolver gives a query up after this long. */
const PATIENCE_S = 0.8;
/** What a flushed resolver's users do first is ask again. */
const FLUSH_S = 20;
/** BIND keeps a SERVFAIL for a second (`servfail-ttl`). */
const FAILURE_TTL_S = 1;
/** Threads of all name servers together. */
const SERVERS = 8;
/** Typing errors and probes, as a share of the ordinary queries. Our choice. */
const MISTYPED = 0.03;
/** How long the user waits: for "no such name", for a stranger's server that cannot prove who it is, for no answer. */
const NEGATIVE_AFTER_S = 0.05;
const FORGED_AFTER_S = 1;
const UNANSWERED_AFTER_S = 2;
/** BIND signs for 30 days and anew a quarter before the end (`sig-validity-interval`). */
const SIGNED_FOR_MS = 30 * DAY_MS;
const SIGNED_AGAIN_AFTER_MS = 0.75 * SIGNED_FOR_MS;

class NameZone extends Part {
  override readonly state = {
    /** Shares of the users whose resolver holds a forged record, "no such name", or nothing as it got no answer. */
    forged: 0,
    negative: 0,
    unresolved: 0,
    /** Share of the queries that no longer go to dead servers, as resolvers have learnt. */
    avoided: 0,
    healthy: 0,
    usage: 0,
    backlog: 0,
    hitShare: 1,
    answered: 0,
    missing: 0,
    unanswered: 0,
    signatureLeftS: SIGNED_FOR_MS / 1_000,
    latency: newHistogram(CALL_BUCKETS),
  };
  private readonly fx = {
    forged: 0,
    floodRatio: 0,
    deleted: 0,
    delayS: 0,
    serversLost: 0,
    signatureEnded: 0,
    signatureEndedForS: 0,
  };
  readonly members;
  private readonly plan: ZonePlan;
  private readonly startAt: number;
  private readonly own = newOwn();
  private readonly downstream = newDownstream();
  private readonly served = newServed();
  private readonly latency = newLatency(0.01);

  constructor(instance: Instance<ZonePlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    this.startAt = site.startAt;
    this.state.healthy = plan.servers;
    if (!instance.inFrontOf) this.open("resolve");
    const { fx } = this;
    this.members = instance.members.map(({ id, zone }) => ({
      id: site.name(id),
      zone,
      spec: {
        ttlS: plan.ttlS,
        negativeTtlS: plan.negativeTtlS,
        nameServers: plan.servers,
        records: plan.records,
        dnssec: plan.validating > 0,
      },
      state: {},
      fx,
      effects: {
        "dns.poisoned": (p: Readonly<Record<string, unknown>>) => {
          fx.forged = Math.max(fx.forged, Number(p["resolversRatio"]));
        },
        "dns.query_flood": (p: Readonly<Record<string, unknown>>) => {
          fx.floodRatio = Math.max(fx.floodRatio, Number(p["loadRatio"]));
        },
        "dns.record_deleted": () => {
          fx.deleted = 1;
        },
        "dns.network_delay": (p: Readonly<Record<string, unknown>>) => {
          fx.delayS = Math.max(fx.delayS, Number(p["delayMs"]) / 1_000);
        },
        "dns.server_down": (p: Readonly<Record<string, unknown>>) => {
          fx.serversLost = Math.max(fx.serversLost, Math.ceil(Number(p["serversRatio"]) * plan.servers));
        },
        "dns.signature_expired": (_: unknown, forS: number) => {
          fx.signatureEnded = 1;
          fx.signatureEndedForS = Math.max(fx.signatureEndedForS, forS);
        },
      },
      series: (labels: Labels) => this.series(labels),
      target: () => this.target(),
    }));
  }

  private lookups(): number {
    let perS = 0;
    for (const port of this.ports) perS += port.offered;
    return perS * LOOKUPS_PER_REQUEST;
  }

  /**
   * Queries a second that resolvers send: each asks anew when its copy has run out and somebody wants it.
   *
   * @see Jung, Berger, Balakrishnan, "Modeling TTL-based Internet caches", INFOCOM 2003: of Poisson requests at rate λ a
   *   share of 1/(1+λ·TTL) misses.
   */
  private queries(lookups: number, forged: number, negative: number, unresolved: number): number {
    const { resolvers, ttlS, negativeTtlS } = this.plan;
    const each = lookups / resolvers;
    const missing = (ttl: number): number => lookups / (1 + each * ttl);
    return (
      // A resolver that was fooled asks the stranger.
      (1 - forged) * (1 - negative) * (1 - unresolved) * missing(ttlS) +
      (1 - forged) * negative * missing(negativeTtlS) +
      (1 - forged) * (1 - negative) * unresolved * missing(FAILURE_TTL_S)
    );
  }

  override step(tick: Tick): void {
    const { state, plan, fx, served, own } = this;
    const { dtS } = tick;
    state.healthy = Math.max(0, plan.servers - fx.serversLost);
    const dead = 1 - state.healthy / plan.servers;
    state.avoided += ((dead > 0 ? AVOIDANCE_MAX : 0) - state.avoided) * settled(dtS, AVOIDANCE_S);
    const lookups = this.lookups();
    const queries = this.queries(lookups, state.forged, state.negative, state.unresolved);
    const flood = fx.floodRatio * plan.capacityPerS;
    const capacity = plan.capacityPerS * (1 - dead);
    serve(queries + flood, capacity, SERVERS, PATIENCE_S, state.backlog, dtS, served);
    state.backlog = served.backlog;
    state.usage = capacity > 0 ? (queries + flood) / capacity : 0;
    state.hitShare = lookups > 0 ? 1 - Math.min(1, queries / lookups) : 1;
    this.stepResolvers(served.failed, dtS);

    const { latency } = this;
    latency.meanS = plan.roundTripS + served.waitS + fx.delayS;
    latency.varianceS2 = (plan.roundTripS / 2 + served.waitS) ** 2;
    latency.tailShare = capacity > 0 ? dead * (1 - state.avoided) : 0;
    latency.tailS = SERVER_TIMEOUT_S;
    this.count(queries * dtS, flood * dtS);

    resetOwn(own);
    addFailures(own, state.negative, NEGATIVE_AFTER_S);
    addFailures(own, state.forged, FORGED_AFTER_S);
    addFailures(own, state.unresolved, UNANSWERED_AFTER_S);
    const asks = LOOKUPS_PER_REQUEST * (1 - state.hitShare);
    own.tailShare = asks;
    own.tailS = latency.meanS + latency.tailShare * latency.tailS;
    for (const port of this.ports) inLine(port, meet(port, this.downstream), own);
    this.stepSignature(tick);
  }

  /** What resolvers hold changes as their copies run out. */
  private stepResolvers(unansweredShare: number, dtS: number): void {
    const { state, plan, fx } = this;
    const runOut = settled(dtS, plan.ttlS);
    const { forged, deleted, signatureEnded } = fx;
    state.forged += (forged - state.forged) * (forged > state.forged ? runOut : settled(dtS, FLUSH_S));
    state.negative +=
      deleted > 0 ? (1 - state.negative) * runOut : -state.negative * settled(dtS, plan.negativeTtlS);
    // Each resolver asks two servers before it gives up.
    const lost = 1 - (1 - unansweredShare ** 2) * (1 - signatureEnded * plan.validating);
    state.unresolved +=
      (lost - state.unresolved) * (lost > state.unresolved ? runOut : settled(dtS, FAILURE_TTL_S));
  }

  private count(asked: number, flood: number): void {
    const { state, served, latency } = this;
    const missing = asked * (MISTYPED + (1 - MISTYPED) * state.negative) + flood;
    const all = asked + flood;
    state.missing += missing * (1 - served.failed);
    state.answered += (all - missing) * (1 - served.failed);
    state.unanswered += all * served.failed;
    observe(state.latency, CALL_BUCKETS, all * (1 - served.failed), latency);
    observeFailures(state.latency, CALL_BUCKETS, all * served.failed, PATIENCE_S);
  }

  private stepSignature({ t }: Tick): void {
    const { fx, state } = this;
    state.signatureLeftS =
      fx.signatureEnded > 0
        ? -fx.signatureEndedForS
        : (SIGNED_FOR_MS - ((t - this.startAt) % SIGNED_AGAIN_AFTER_MS)) / 1_000;
  }

  private series(labels: Labels): WorldSeries[] {
    const { state, plan } = this;
    const series = new SeriesOf(labels)
      .always("dns_up", () => (state.healthy > 0 ? 1 : 0))
      .counter("dns_queries_total", () => state.answered, { rcode: "NOERROR" })
      .counter("dns_queries_total", () => state.missing, { rcode: "NXDOMAIN" })
      .counter("dns_queries_total", () => state.unanswered, { rcode: "SERVFAIL" })
      .histogram("dns_query_duration_seconds", CALL_BUCKETS, state.latency)
      .gauge(
        "dns_probe_correct_ratio",
        () => (1 - state.forged) * (1 - state.negative) * (1 - state.unresolved),
      )
      .gauge("dns_resolver_cache_hit_ratio", () => state.hitShare)
      .gauge("dns_usage_ratio", () => state.usage)
      .gauge("dns_servers_healthy", () => state.healthy)
      .gauge("dns_servers", () => plan.servers)
      .gauge("dns_records", () => plan.records - this.fx.deleted);
    if (plan.validating > 0) series.gauge("dns_signature_remaining_seconds", () => state.signatureLeftS);
    return series.all;
  }

  private target(): TargetState {
    const { state, plan, fx } = this;
    return {
      compared: {
        up: state.healthy > 0,
        nameServersUp: state.healthy,
        records: plan.records - fx.deleted,
        signaturesValid: state.signatureLeftS > 0,
        // A user in a thousand is within what probes can see.
        resolvesRightly: state.forged + state.negative + state.unresolved < 0.001,
      },
      detail: { signatureDaysLeft: Math.floor((state.signatureLeftS * 1_000) / DAY_MS) },
    };
  }
}

export const behaviour = defineBehaviour("dns", dnsFleet, (instance, site) => new NameZone(instance, site));
