import type { Labels } from "@/lib/metrics/store";
import { CONNECT_FAILS_AFTER_S } from "@/lib/simulator/connections";
import { meet, newDownstream, type Port } from "@/lib/simulator/graph";
import { addFailures, inLine, newOwn, resetOwn } from "@/lib/simulator/in-line";
import { countRequests, newHistogram, newLatency, newMeter, observe } from "@/lib/simulator/latency";
import {
  defineBehaviour,
  Part,
  type FaultParameters,
  type Instance,
  type Site,
  type Tick,
} from "@/lib/simulator/part";
import { newServed, serve } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { TargetState } from "../types";
import { CALL_BUCKETS, REQUEST_BUCKETS } from "../views";
import { apigwFleet, type GatewayPlan } from "./fleet";

/** Three failed health checks five seconds apart take a node out of the balancers' lists. */
const TAKEN_OUT_AFTER_S = 15;
/** A node starts and loads its configuration. */
const START_S = 20;
/** The authorisation plugin mostly finds the key in its own cache. */
const AUTH_S = 0.002;
/** Routing and the other plugins. */
const ROUTE_S = 0.001;
const PATIENCE_S = 2;
/** A refusal costs next to nothing. */
const REFUSED_AFTER_S = 0.005;
/** Requests that a node can have in hand at once: nginx' `worker_connections` of 4,096, two for each request, four workers. */
const IN_FLIGHT_PER_NODE = 8_192;
/** Expired tokens and wrong addresses of machines, beside the customers' requests, as a share of these. Our choice. */
const STRAY = 0.003;

class Gateway extends Part {
  override readonly state = {
    healthy: 0,
    /** Nodes that get traffic: a dead one does until the health check has noticed. */
    listed: 0,
    deadForS: 0,
    startingForS: 0,
    misrouted: 0,
    backlog: 0,
    usage: 0,
    limitUsage: 0,
    inFlight: 0,
    /** Requests a second as they were before the limit came down. */
    ordinaryPerS: 0,
    meter: newMeter(REQUEST_BUCKETS),
    unauthorised: 0,
    notFound: 0,
    limited: 0,
    reloads: 0,
    overhead: newHistogram(CALL_BUCKETS),
    auth: newHistogram(CALL_BUCKETS),
  };
  private readonly fx = {
    /** What the limit lost: 1 less the share of the traffic that it still lets in. */
    limited: 0,
    authDelayS: 0,
    misrouted: 0,
    nodesLost: 0,
    banned: 0,
    stress: 0,
  };
  readonly members;
  private readonly plan: GatewayPlan;
  private design = 1;
  private readonly own = newOwn();
  private readonly downstream = newDownstream();
  private readonly served = newServed();
  private readonly overhead = newLatency(ROUTE_S);
  private readonly auth = newLatency(AUTH_S);

  constructor(instance: Instance<GatewayPlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    this.state.healthy = this.state.listed = plan.nodes;
    const { fx } = this;
    this.members = instance.members.map(({ id, zone }) => ({
      id: site.name(id),
      zone,
      spec: { replicas: plan.nodes, cpuCores: plan.nodes * plan.coresPerNode },
      state: {},
      fx,
      effects: {
        "apigw.rate_limit_reached": (p: FaultParameters) => {
          fx.limited = Math.max(fx.limited, 1 - Number(p["limitRatio"]));
        },
        "apigw.auth_plugin_slow": (p: FaultParameters) => {
          fx.authDelayS = Math.max(fx.authDelayS, Number(p["delayMs"]) / 1_000);
        },
        "apigw.route_misconfigured": (p: FaultParameters) => {
          fx.misrouted = Math.max(fx.misrouted, Number(p["requestsRatio"]));
        },
        "apigw.node_down": (p: FaultParameters) => {
          fx.nodesLost = Math.max(fx.nodesLost, Math.ceil(Number(p["nodesRatio"]) * plan.nodes));
        },
        "apigw.key_banned": (p: FaultParameters) => {
          fx.banned = Math.max(fx.banned, Number(p["requestsRatio"]));
        },
        "apigw.cpu_exhaustion": (p: FaultParameters) => {
          fx.stress = Math.max(fx.stress, Number(p["usageRatio"]));
        },
      },
      series: (labels: Labels) => this.series(labels),
      target: () => this.target(),
    }));
  }

  override size(): void {
    this.design = Math.max(1, this.offeredPerS());
  }

  /** Requests a second that reach all of its nodes, for the balancers in front of it. */
  offeredPerS(): number {
    let perS = 0;
    for (const port of this.ports) perS += port.offered;
    return perS;
  }

  /** Nodes that pass the balancers' health check. */
  ready(): number {
    return this.state.listed;
  }

  /** Requests a second that one node can serve. */
  capacityOfOne(): number {
    return this.design / this.plan.usage / this.plan.nodes;
  }

  private stepNodes(dtS: number): void {
    const { state, fx, plan } = this;
    const alive = plan.nodes - fx.nodesLost;
    if (alive < state.healthy) {
      state.healthy = alive;
      state.startingForS = 0;
    } else if (alive > state.healthy) {
      state.startingForS += dtS;
      if (state.startingForS >= START_S) {
        state.reloads += alive - state.healthy;
        state.healthy = alive;
        state.startingForS = 0;
      }
    }
    if (state.listed > state.healthy) {
      state.deadForS += dtS;
      if (state.deadForS > TAKEN_OUT_AFTER_S) state.listed = state.healthy;
    } else {
      state.deadForS = 0;
      state.listed = state.healthy;
    }
    const misrouted = fx.misrouted > 0 ? 1 : 0;
    if (misrouted !== state.misrouted) state.reloads += state.healthy;
    state.misrouted = misrouted;
  }

  override step({ dtS }: Tick): void {
    const { state, fx, plan, served, own, overhead, auth } = this;
    this.stepNodes(dtS);
    const offered = this.offeredPerS();
    if (fx.limited === 0) state.ordinaryPerS = offered;
    const limit = fx.limited > 0 ? (1 - fx.limited) * state.ordinaryPerS : plan.limitRatio * this.design;
    state.limitUsage = limit > 0 ? offered / limit : 1;
    const limited = offered > limit ? 1 - limit / offered : 0;
    // A dead node that is still listed gets its share and answers nothing.
    const dead = state.listed > 0 ? 1 - state.healthy / state.listed : 1;
    const capacity = this.capacityOfOne() * state.healthy * (1 - fx.stress);
    const working = offered * (1 - dead) * (1 - limited);
    serve(working, capacity, state.healthy * plan.coresPerNode, PATIENCE_S, state.backlog, dtS, served);
    state.backlog = served.backlog;
    state.usage = state.healthy > 0 ? Math.min(1, fx.stress + served.usage * (1 - fx.stress)) : 0;

    auth.meanS = AUTH_S + fx.authDelayS;
    auth.varianceS2 = AUTH_S ** 2 + (fx.authDelayS / 4) ** 2;
    overhead.meanS = ROUTE_S + auth.meanS + served.waitS;
    overhead.varianceS2 = auth.varianceS2 + (ROUTE_S + served.waitS) ** 2;
    const crowded = this.crowded(working, overhead.meanS);
    resetOwn(own);
    addFailures(own, dead, CONNECT_FAILS_AFTER_S);
    addFailures(own, limited, REFUSED_AFTER_S);
    addFailures(own, served.failed, PATIENCE_S);
    addFailures(own, crowded, REFUSED_AFTER_S);
    addFailures(own, fx.banned, overhead.meanS);
    addFailures(own, fx.misrouted, overhead.meanS);
    own.meanS = overhead.meanS;
    own.varianceS2 = overhead.varianceS2;
    const reached = (1 - dead) * (1 - limited);
    const inside = reached * (1 - served.failed) * (1 - crowded);
    state.inFlight = 0;
    for (const port of this.ports) this.count(port, inside, reached, dead, dtS);
    const n = offered * dtS;
    state.limited += n * (1 - dead) * limited;
    state.unauthorised += n * (inside * fx.banned + STRAY / 2);
    state.notFound += n * (inside * (1 - fx.banned) * fx.misrouted + STRAY / 2);
    observe(state.auth, CALL_BUCKETS, n * inside, auth);
    observe(state.overhead, CALL_BUCKETS, n * inside, overhead);
  }

  /** Share of the requests for which no node has a connection left, as those in hand wait for the plugins. */
  private crowded(perS: number, waitedS: number): number {
    const inFlight = perS * waitedS;
    const most = this.state.healthy * IN_FLIGHT_PER_NODE;
    return inFlight > most ? 1 - most / inFlight : 0;
  }

  private count(port: Port, inside: number, reached: number, dead: number, dtS: number): void {
    const { state, fx, own, overhead } = this;
    const behind = meet(port, this.downstream);
    inLine(port, behind, own);
    const passed = inside * (1 - fx.banned) * (1 - fx.misrouted);
    // The instance's entry answers with 502 for a node that is dead.
    const lost = dead + reached - inside;
    const failed = lost + passed * behind.failed;
    const all = lost + passed;
    const { next } = port;
    countRequests(
      state.meter,
      REQUEST_BUCKETS,
      port.offered * dtS * all,
      all > 0 ? failed / all : 0,
      next.latency,
      overhead.meanS + behind.failsAfterS,
    );
    state.inFlight +=
      port.offered * inside * (overhead.meanS + behind.meanS + behind.failed * behind.failsAfterS);
  }

  private series(labels: Labels): WorldSeries[] {
    const { state, plan } = this;
    return new SeriesOf(labels)
      .always("apigw_up", () => (state.healthy > 0 ? 1 : 0))
      .counter("apigw_requests_total", () => state.meter.ok, { code: "2xx" })
      .counter("apigw_requests_total", () => state.unauthorised, { code: "401" })
      .counter("apigw_requests_total", () => state.notFound, { code: "404" })
      .counter("apigw_requests_total", () => state.limited, { code: "429" })
      .counter("apigw_requests_total", () => state.meter.failed, { code: "5xx" })
      .histogram("apigw_request_duration_seconds", REQUEST_BUCKETS, state.meter.latency)
      .histogram("apigw_overhead_duration_seconds", CALL_BUCKETS, state.overhead)
      .histogram("apigw_plugin_duration_seconds", CALL_BUCKETS, state.auth)
      .gauge("apigw_rate_usage_ratio", () => state.limitUsage)
      .gauge("apigw_cpu_usage_ratio", () => state.usage)
      .gauge("apigw_requests_in_flight", () => state.inFlight)
      .gauge("apigw_nodes_healthy", () => state.healthy)
      .gauge("apigw_nodes", () => plan.nodes)
      .counter("apigw_config_reloads_total", () => state.reloads).all;
  }

  private target(): TargetState {
    const { state, fx } = this;
    return {
      compared: {
        up: state.healthy > 0,
        nodesUp: state.healthy,
        routesComplete: fx.misrouted === 0,
        keyAllowed: fx.banned === 0,
        limitReduced: fx.limited > 0,
        stressed: fx.stress > 0,
      },
      detail: { configurationReloads: state.reloads },
    };
  }
}

export const behaviour = defineBehaviour(
  "apigw",
  apigwFleet,
  (instance, site) => new Gateway(instance, site),
);
