import { DAY_MS } from "@/lib/core/time";
import type { Labels } from "@/lib/metrics/store";
import { meet, newDownstream } from "@/lib/simulator/graph";
import { countRequests, newLatency, newMeter } from "@/lib/simulator/latency";
import {
  defineBehaviour,
  Part,
  type FindPart,
  type Instance,
  type Site,
  type Tick,
} from "@/lib/simulator/part";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { TargetState } from "../types";
import { REQUEST_BUCKETS } from "../views";
import { clbFleet, type BalancerPlan } from "./fleet";

/** Three failed probes five seconds apart, then the switch itself: within the 30 s of the cross-zone target. */
const SWITCH_AFTER_S = 20;
/** How long a browser keeps its connection open after the last answer: nginx' `keepalive_timeout` of our gateway. */
const KEEPALIVE_S = 15;
/** A page with its pictures mostly comes from a CDN; this is the average answer of an API call. */
const ANSWER_BYTES = 14_000;
const REQUEST_BYTES = 900;
const REQUESTS_PER_CONNECTION = 8;
/** A browser waits this long for a connection that nobody accepts before the next attempt of its own. */
const FAILS_AFTER_S = 3;

/** What a balancer needs to know of the parts behind it. */
interface Backends {
  ready(): number;
}
const isBackends = (part: object): part is Backends => "ready" in part && typeof part.ready === "function";

class Balancer extends Part {
  override readonly state = {
    /** Index in the plan's zones that it serves from. */
    active: 0,
    /** Index of the zone that is lost, -1 for none. It is fixed when the fault begins. */
    lost: -1,
    lostForS: 0,
    switches: 0,
    meter: newMeter(REQUEST_BUCKETS),
    connections: 0,
    opened: 0,
    bytesIn: 0,
    bytesOut: 0,
    backends: 0,
    /** Share of requests that it loses itself. */
    failed: 0,
  };
  private readonly fx = { zoneDown: 0 };
  readonly members;
  private readonly plan: BalancerPlan;
  private readonly behindNames: readonly string[];
  private readonly behind: Backends[] = [];
  private readonly downstream = newDownstream();
  private readonly mixed = newLatency(0);

  constructor(instance: Instance<BalancerPlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
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
      },
      series: (labels: Labels) => this.series(labels),
      target: () => this.target(),
    }));
  }

  override wire(find: FindPart): void {
    for (const name of this.behindNames) {
      const part: object = find(name);
      if (isBackends(part)) this.behind.push(part);
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
      state.failed = 0;
      return;
    }
    state.failed = 1;
    state.lostForS += dtS;
    if (state.lostForS > SWITCH_AFTER_S && plan.zones.length > 1) {
      state.active = 1 - state.active;
      state.switches += 1;
      state.lostForS = 0;
      state.failed = 0;
    }
  }

  override step({ dtS }: Tick): void {
    const { state, mixed } = this;
    let perS = 0;
    mixed.meanS = 0;
    for (const port of this.ports) {
      const behind = meet(port, this.downstream);
      const { next } = port;
      next.failed = 1 - (1 - state.failed) * (1 - behind.failed);
      next.failsAfterS = state.failed > 0 ? FAILS_AFTER_S : behind.failsAfterS;
      next.passes = 1 - state.failed;
      next.latency.meanS = behind.meanS;
      next.latency.varianceS2 = behind.varianceS2;
      next.latency.tailShare = behind.tailShare;
      next.latency.tailS = behind.tailS;
      const n = port.offered * dtS;
      countRequests(state.meter, REQUEST_BUCKETS, n, next.failed, next.latency, next.failsAfterS);
      state.bytesOut += n * (1 - next.failed) * ANSWER_BYTES;
      mixed.meanS += port.offered * behind.meanS;
      perS += port.offered;
    }
    const n = perS * dtS;
    const meanS = perS > 0 ? mixed.meanS / perS : 0;
    state.opened += n / REQUESTS_PER_CONNECTION;
    state.connections = state.failed > 0 ? 0 : (perS / REQUESTS_PER_CONNECTION) * (KEEPALIVE_S + meanS);
    state.bytesIn += n * REQUEST_BYTES;
    state.backends = 0;
    if (state.failed === 0) for (const behind of this.behind) state.backends += behind.ready();
  }

  private series(labels: Labels): WorldSeries[] {
    const { state, plan } = this;
    return new SeriesOf(labels)
      .always("clb_up", () => (state.failed > 0 ? 0 : 1))
      .counter("clb_requests_total", () => state.meter.ok, { code: "2xx" })
      .counter("clb_requests_total", () => state.meter.failed, { code: "5xx" })
      .histogram("clb_request_duration_seconds", REQUEST_BUCKETS, state.meter.latency)
      .gauge("clb_connections_active", () => Math.round(state.connections))
      .gauge("clb_connections_max", () => plan.connectionsMax)
      .counter("clb_connections_opened_total", () => state.opened)
      .counter("clb_receive_bytes_total", () => state.bytesIn)
      .counter("clb_transmit_bytes_total", () => state.bytesOut)
      .gauge("clb_backends_healthy", () => state.backends)
      .counter("clb_zone_switches_total", () => state.switches).all;
  }

  private target(): TargetState {
    const { state, plan } = this;
    return {
      compared: { up: state.failed === 0 },
      detail: { zone: plan.zones[state.active] ?? "", zoneSwitches: state.switches },
    };
  }
}

export const behaviour = defineBehaviour("clb", clbFleet, (instance, site) => new Balancer(instance, site));
