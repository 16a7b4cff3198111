import { DAY_MS } from "@/lib/core/time";
import type { Labels } from "@/lib/metrics/store";
import {
  ANSWER_BYTES,
  CONNECT_FAILS_AFTER_S,
  expireCertificate,
  KEEPALIVE_S,
  newCertificate,
  refusedRequests,
  REQUEST_BYTES,
  REQUESTS_PER_CONNECTION,
  stepCertificate,
} from "@/lib/simulator/connections";
import { meet, newDownstream } from "@/lib/simulator/graph";
import { addFailures, inLine, newOwn, resetOwn } from "@/lib/simulator/in-line";
import { countRequests, newMeter } from "@/lib/simulator/latency";
import {
  defineBehaviour,
  Part,
  type FaultParameters,
  type FindPart,
  type Instance,
  type Site,
  type Tick,
} from "@/lib/simulator/part";
import { newServed, serve } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { TargetState } from "../types";
import { REQUEST_BUCKETS } from "../views";
import { clbFleet, type BalancerPlan } from "./fleet";

/** Three failed probes five seconds apart, then the switch itself: within the 30 s of the cross-zone target. */
const SWITCH_AFTER_S = 20;
/** Three failed health checks five seconds apart take a backend out, three good ones bring it back. */
const CHECKED_AFTER_S = 15;
/** Processor cores of a backend, and how long a request waits for it. */
const BACKEND_CORES = 2;
const PATIENCE_S = 2;

/** What a balancer needs to know of the part behind it. */
interface Backends {
  /** Those that pass the health check. */
  ready(): number;
  /** Requests a second that one of them can serve, and that reach all of them. */
  capacityOfOne(): number;
  offeredPerS(): number;
}
const isBackends = (part: object): part is Backends => "ready" in part && "capacityOfOne" in part;

class Balancer extends Part {
  override readonly state = {
    certificate: newCertificate(),
    /** Index in the plan's zones that it serves from. */
    active: 0,
    /** Index of the zone that is lost, -1 for none. It is fixed when the fault begins. */
    lost: -1,
    lostForS: 0,
    switches: 0,
    /** Share of the backends that the health check took out though they are well; how long it has seen them otherwise. */
    takenOut: 0,
    checkedForS: 0,
    meter: newMeter(REQUEST_BUCKETS),
    connections: 0,
    opened: 0,
    refusedConnections: 0,
    /** Share of requests that find no connection as the table is full. */
    refused: 0,
    bytesIn: 0,
    bytesOut: 0,
    healthy: 0,
    backends: 0,
    busiest: 0,
    backlog: 0,
    down: 0,
  };
  private readonly fx = {
    zoneDown: 0,
    misjudged: 0,
    heldRatio: 0,
    weighted: 0,
    listenerDeleted: 0,
    expired: 0,
    expiredForS: 0,
  };
  readonly members;
  private readonly plan: BalancerPlan;
  private readonly startAt: number;
  private readonly behindNames: readonly string[];
  private behind: Backends | undefined;
  private readonly downstream = newDownstream();
  private readonly own = newOwn();
  private readonly served = newServed();

  constructor(instance: Instance<BalancerPlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    this.startAt = site.startAt;
    this.behindNames = (instance.inFrontOf ?? []).map(({ part }) => part);
    const { fx } = this;
    this.members = instance.members.map(({ id, zone }) => ({
      id: site.name(id),
      zone,
      spec: {
        zones: plan.zones,
        connectionsMax: plan.connectionsMax,
        certificateExpiresAt: site.startAt + plan.certificateDays * DAY_MS,
        deletionProtection: plan.zones.length > 1,
      },
      state: {},
      fx,
      effects: {
        "clb.zone_down": () => {
          fx.zoneDown = 1;
        },
        "clb.certificate_expired": expireCertificate(fx),
        "clb.health_check_misconfigured": (p: FaultParameters) => {
          fx.misjudged = Math.max(fx.misjudged, Number(p["backendsRatio"]));
        },
        "clb.connection_table_full": (p: FaultParameters) => {
          fx.heldRatio = Math.max(fx.heldRatio, Number(p["heldRatio"]));
        },
        "clb.backend_weight_mistake": (p: FaultParameters) => {
          fx.weighted = Math.max(fx.weighted, Number(p["trafficRatio"]));
        },
        "clb.listener_deleted": () => {
          fx.listenerDeleted = 1;
        },
      },
      series: (labels: Labels) => this.series(labels),
      target: () => this.target(),
    }));
  }

  override wire(find: FindPart): void {
    for (const name of this.behindNames) {
      const part: object = find(name);
      if (isBackends(part)) this.behind = part;
    }
  }

  /** Moves to the standby zone some seconds after it lost the one it serves from. */
  override begin({ dtS }: Tick): void {
    const { state, fx, plan } = this;
    if (fx.zoneDown > 0) {
      if (state.lost < 0) state.lost = state.active;
    } else state.lost = -1;
    if (state.lost !== state.active) {
      state.lostForS = 0;
      state.down = 0;
      return;
    }
    state.down = 1;
    state.lostForS += dtS;
    if (state.lostForS > SWITCH_AFTER_S && plan.zones.length > 1) {
      state.active = 1 - state.active;
      state.switches += 1;
      state.lostForS = 0;
      state.down = 0;
    }
  }

  private offeredPerS(): number {
    let perS = 0;
    for (const port of this.ports) perS += port.offered;
    return perS;
  }

  /** What the health check makes of the backends. */
  private check(dtS: number): void {
    const { state, fx, behind } = this;
    if (fx.misjudged === state.takenOut) state.checkedForS = 0;
    else {
      state.checkedForS += dtS;
      if (state.checkedForS >= CHECKED_AFTER_S) state.takenOut = fx.misjudged;
    }
    state.backends = behind && state.down === 0 ? behind.ready() : 0;
    state.healthy = Math.floor(state.backends * (1 - state.takenOut));
  }

  /** Share of the new connections that find no room in the table, as those that are open take `wanted` entries. */
  private connect(wanted: number, meanS: number, dtS: number): void {
    const { state, fx, plan } = this;
    const held = fx.heldRatio * plan.connectionsMax;
    const room = plan.connectionsMax - held;
    const full = wanted > room ? 1 - room / wanted : 0;
    state.refused = refusedRequests(state.refused, full, dtS);
    const closed = state.down > 0 || fx.listenerDeleted > 0;
    const lost = 1 - (1 - state.refused) * (1 - state.certificate.refused);
    const own = closed ? 0 : (wanted / (KEEPALIVE_S + meanS)) * (1 - lost);
    state.connections = Math.min(plan.connectionsMax, held + own * (KEEPALIVE_S + meanS));
    state.opened += own * dtS;
    const tried = wanted / (KEEPALIVE_S + meanS);
    const refused = fx.listenerDeleted > 0 ? 1 : 1 - (1 - full) * (1 - fx.expired);
    state.refusedConnections += tried * refused * dtS;
  }

  /** A queue at the busiest backend, where traffic is not spread evenly: failures and waiting of the share that goes there. */
  private lean(perS: number, dtS: number): void {
    const { state, fx, behind, own, served } = this;
    const capacity = behind?.capacityOfOne() ?? 0;
    if (!behind || capacity <= 0 || state.backends === 0) {
      state.busiest = 0;
      return;
    }
    const others = Math.max(0, behind.offeredPerS() - perS) / state.backends;
    // All are used when none is healthy: no choice is better than none.
    const even = 1 / (state.healthy > 0 ? state.healthy : state.backends);
    const most = Math.max(even, fx.weighted);
    const load = perS * most + others;
    state.busiest = load / capacity;
    if (fx.weighted === 0 && state.takenOut === 0) {
      state.backlog = 0;
      return;
    }
    serve(load, capacity, BACKEND_CORES, PATIENCE_S, state.backlog, dtS, served);
    state.backlog = served.backlog;
    const share = fx.weighted > 0 ? fx.weighted : 1;
    addFailures(own, share * served.failed, PATIENCE_S);
    own.tailShare = share;
    own.tailS = served.waitS;
  }

  override step(tick: Tick): void {
    const { state, fx, plan, own } = this;
    const { dtS } = tick;
    stepCertificate(state.certificate, fx, this.startAt, plan.certificateDays, tick);
    this.check(dtS);
    const perS = this.offeredPerS();
    resetOwn(own);
    addFailures(own, state.down, CONNECT_FAILS_AFTER_S);
    addFailures(own, fx.listenerDeleted, CONNECT_FAILS_AFTER_S);
    addFailures(own, state.certificate.refused, CONNECT_FAILS_AFTER_S);
    addFailures(own, state.refused, CONNECT_FAILS_AFTER_S);
    const connected = (1 - fx.listenerDeleted) * (1 - state.certificate.refused) * (1 - state.refused);
    this.lean(perS, dtS);
    let meanS = 0;
    for (const port of this.ports) {
      const behind = meet(port, this.downstream);
      inLine(port, behind, own);
      const { next } = port;
      // Who finds no connection sends no request that could be counted.
      const n = port.offered * dtS * connected;
      const failed = connected > 0 ? Math.max(0, 1 - (1 - next.failed) / connected) : 0;
      countRequests(state.meter, REQUEST_BUCKETS, n, failed, next.latency, next.failsAfterS);
      state.bytesIn += n * REQUEST_BYTES;
      state.bytesOut += n * (1 - failed) * ANSWER_BYTES;
      meanS += port.offered * behind.meanS;
    }
    if (perS > 0) meanS /= perS;
    this.connect((perS / REQUESTS_PER_CONNECTION) * (KEEPALIVE_S + meanS), meanS, dtS);
  }

  private series(labels: Labels): WorldSeries[] {
    const { state, plan, fx } = this;
    return new SeriesOf(labels)
      .always("clb_up", () => (state.down > 0 || fx.listenerDeleted > 0 ? 0 : 1))
      .counter("clb_requests_total", () => state.meter.ok, { code: "2xx" })
      .counter("clb_requests_total", () => state.meter.failed, { code: "5xx" })
      .histogram("clb_request_duration_seconds", REQUEST_BUCKETS, state.meter.latency)
      .gauge("clb_connections_active", () => Math.round(state.connections))
      .gauge("clb_connections_max", () => plan.connectionsMax)
      .counter("clb_connections_opened_total", () => state.opened)
      .counter("clb_connections_refused_total", () => state.refusedConnections)
      .counter("clb_receive_bytes_total", () => state.bytesIn)
      .counter("clb_transmit_bytes_total", () => state.bytesOut)
      .gauge("clb_backends", () => state.backends)
      .gauge("clb_backends_healthy", () => state.healthy)
      .gauge("clb_backend_usage_ratio", () => state.busiest)
      .counter("clb_zone_switches_total", () => state.switches)
      .gauge("clb_certificate_expiry_timestamp_seconds", () => Math.round(state.certificate.endsAtS)).all;
  }

  private target(): TargetState {
    const { state, plan, fx } = this;
    return {
      compared: {
        up: state.down === 0 && fx.listenerDeleted === 0,
        certificateValid: fx.expired === 0,
        backendsTakenOut: state.takenOut > 0,
        evenWeights: fx.weighted === 0,
        tableHeld: fx.heldRatio > 0,
      },
      detail: { zone: plan.zones[state.active] ?? "", zoneSwitches: state.switches },
    };
  }
}

export const behaviour = defineBehaviour("clb", clbFleet, (instance, site) => new Balancer(instance, site));
