import type { Labels } from "@/lib/metrics/store";
import { CONNECT_FAILS_AFTER_S } from "@/lib/simulator/connections";
import { meet, newDownstream, type Port } from "@/lib/simulator/graph";
import { addFailures, inLine, newOwn, resetOwn } from "@/lib/simulator/in-line";
import { newHistogram, newLatency, observe } from "@/lib/simulator/latency";
import { loseInCalls } from "@/lib/simulator/loss";
import {
  defineBehaviour,
  Part,
  type Instance,
  type Member,
  type Site,
  type Tick,
} from "@/lib/simulator/part";
import { newServed, serve } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import { ROUND_TRIP_BUCKETS } from "../network-views";
import type { TargetState } from "../types";
import { dcFleet, type LinesPlan } from "./fleet";

/** Three lost packets of BFD at 300 ms. */
const BFD_S = 0.9;
/** A BGP session comes up again after its connect-retry and the exchange of routes. Our choice, within RFC 4271's 120 s. */
const SESSION_S = 15;
/** Routes settle on the other line: until then packets for the old one are lost. */
const CONVERGE_S = 2;
/** How long a session that flaps stays down each time. */
const FLAP_DOWN_S = 10;
const PACKET_BYTES = 1_500;
/** A router's port queues for so long before it drops. */
const BUFFER_S = 0.08;
const SERVERS = 1;
const PROBES_PER_S = 1;
/** Light that a sound 10GBASE-LR port receives, and below which frames break (IEEE 802.3ae). */
const LIGHT_DBM = -5.2;
const SENSITIVITY_DBM = -14.4;
/** Q factor at the sensitivity: a bit in 10^12 is wrong. */
const Q_AT_SENSITIVITY = 7;
/** Without light the meter shows its floor. */
const DARK_DBM = -40;
/** A session does not survive when nearly everything is lost. */
const SESSION_LOSS_MAX = 0.9;

/**
 * Share of the frames that arrive broken at this received power.
 *
 * @see Agrawal, "Fiber-Optic Communication Systems", 4th ed., section 4.6: the bit error rate is exp(-Q²/2)/(Q·√(2π)), and
 *   where thermal noise limits the receiver Q is proportional to the received power.
 */
export function brokenFrames(powerDbm: number): number {
  const q = Q_AT_SENSITIVITY * 10 ** ((powerDbm - SENSITIVITY_DBM) / 10);
  if (q > 12) return 0;
  const bitErrors = Math.min(0.5, Math.exp(-(q ** 2) / 2) / (q * Math.sqrt(2 * Math.PI)));
  return 1 - (1 - bitErrors) ** (PACKET_BYTES * 8);
}

class Line {
  readonly state = {
    up: 1,
    bgp: 1,
    /** How long the physical line differs from what the session knows. */
    changedForS: 0,
    flaps: 0,
    loss: 0,
    backlog: 0,
    usage: 0,
    bytesIn: 0,
    bytesOut: 0,
    frameErrors: 0,
    lightDbm: LIGHT_DBM,
    roundTrip: newHistogram(ROUND_TRIP_BUCKETS),
  };
  readonly fx = {
    cut: 0,
    loss: 0,
    delayS: 0,
    flapPeriodS: 0,
    flapForS: 0,
    attenuationDb: 0,
    taken: 0,
    filtered: 0,
  };
  /** Of this tick: share of frames that break, wait in the queue, share that the queue drops. */
  broken = 0;
  waitS = 0;
  dropped = 0;

  constructor(readonly id: string) {}

  /** What the light does, and whether the session knows it. */
  stepSession({ bfd, holdS }: LinesPlan, dtS: number): void {
    const { state, fx } = this;
    state.lightDbm = fx.cut > 0 ? DARK_DBM : LIGHT_DBM - fx.attenuationDb;
    this.broken = fx.attenuationDb > 0 ? brokenFrames(state.lightDbm) : 0;
    state.up = fx.cut > 0 || this.broken > SESSION_LOSS_MAX ? 0 : 1;
    const before = state.bgp;
    if (state.up === state.bgp) state.changedForS = 0;
    else {
      state.changedForS += dtS;
      const knownAfterS = state.up === 0 ? (bfd ? BFD_S : holdS) : SESSION_S;
      if (state.changedForS >= knownAfterS) state.bgp = state.up;
    }
    if (fx.flapPeriodS > 0 && state.up === 1) {
      state.bgp = fx.flapForS % fx.flapPeriodS < FLAP_DOWN_S ? 0 : 1;
      state.changedForS = 0;
    }
    if (before === 1 && state.bgp === 0) state.flaps += 1;
  }
}

/** One or two lines to the same place; the first whose session is up carries the traffic. */
class Lines extends Part {
  override readonly state = { active: 0 };
  readonly members: readonly Member[];
  private readonly plan: LinesPlan;
  private readonly lines: readonly Line[];
  private readonly send: Port;
  private readonly own = newOwn();
  private readonly downstream = newDownstream();
  private readonly served = newServed();
  private readonly probe = newLatency(0);
  /** Share of this tick's packets that went the way of a route that had just moved. */
  private moved = 0;

  constructor(instance: Instance<LinesPlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    this.send = this.open("send");
    this.lines = instance.members.map(({ id }) => new Line(site.name(id)));
    this.members = this.lines.map((line, i) => ({
      id: line.id,
      zone: instance.members[i]?.zone ?? null,
      spec: {
        zones: [...new Set(instance.members.map(({ zone }) => zone))],
        replicas: instance.members.length,
        bandwidthBytes: plan.bandwidthBytes,
        bfd: plan.bfd,
        holdS: plan.holdS,
      },
      state: line.state,
      fx: line.fx,
      effects: {
        "dc.line_cut": () => {
          line.fx.cut = 1;
        },
        "dc.packet_loss": (p) => {
          line.fx.loss = Math.max(line.fx.loss, Number(p["lossRatio"]));
        },
        "dc.network_delay": (p) => {
          line.fx.delayS = Math.max(line.fx.delayS, Number(p["delayMs"]) / 1_000);
        },
        "dc.bgp_flap": (p, forS) => {
          line.fx.flapPeriodS = Math.max(line.fx.flapPeriodS, Number(p["periodS"]));
          line.fx.flapForS = Math.max(line.fx.flapForS, forS);
        },
        "dc.fibre_degraded": (p) => {
          line.fx.attenuationDb = Math.max(line.fx.attenuationDb, Number(p["attenuationDb"]));
        },
        "dc.bandwidth_saturated": (p) => {
          line.fx.taken = Math.max(line.fx.taken, Number(p["loadRatio"]));
        },
        "dc.traffic_filtered": (p) => {
          line.fx.filtered = Math.max(line.fx.filtered, Number(p["flowsRatio"]));
        },
      },
      series: (labels) => this.series(line, i, labels),
      target: () => this.target(line, i),
    }));
  }

  override begin({ dtS }: Tick): void {
    const { lines, plan, state } = this;
    for (const line of lines) line.stepSession(plan, dtS);
    const active = lines.findIndex((line) => line.state.bgp === 1);
    this.moved = active === state.active || state.active < 0 ? 0 : Math.min(1, CONVERGE_S / dtS);
    state.active = active;
  }

  override step({ dtS }: Tick): void {
    const { lines, state, send, own } = this;
    for (const [i, line] of lines.entries()) this.carry(line, i === state.active, dtS);
    const line = lines[state.active];
    resetOwn(own);
    addFailures(own, line ? this.moved : 1, CONNECT_FAILS_AFTER_S);
    if (line) {
      const { fx } = line;
      addFailures(own, 1 - line.state.up, CONNECT_FAILS_AFTER_S);
      addFailures(own, fx.filtered, CONNECT_FAILS_AFTER_S);
      // What does not fit into the line does not get through, however often it is sent again.
      addFailures(own, line.dropped, CONNECT_FAILS_AFTER_S);
      loseInCalls(own, 1 - (1 - fx.loss) * (1 - line.broken), CONNECT_FAILS_AFTER_S);
      own.meanS = this.plan.roundTripS + line.waitS + fx.delayS;
      own.varianceS2 = (this.plan.roundTripS / 3 + line.waitS) ** 2 + (fx.delayS / 5) ** 2;
    }
    inLine(send, meet(send, this.downstream), own);
  }

  private carry(line: Line, active: boolean, dtS: number): void {
    const { plan, served, send, probe } = this;
    const { state, fx } = line;
    const calls = active ? send.offered : 0;
    const background = active ? plan.backgroundRatio * plan.bandwidthBytes : 0;
    const taken = active ? fx.taken * plan.bandwidthBytes : 0;
    const out = calls * plan.callOutBytes + background + taken;
    serve(
      out / PACKET_BYTES,
      plan.bandwidthBytes / PACKET_BYTES,
      SERVERS,
      BUFFER_S,
      state.backlog,
      dtS,
      served,
    );
    state.backlog = served.backlog;
    line.waitS = served.waitS;
    line.dropped = served.failed;
    state.usage = state.up * Math.min(1, out / plan.bandwidthBytes);
    const passes = state.up * (1 - fx.filtered) * (1 - fx.loss) * (1 - line.broken);
    state.loss = 1 - passes * (1 - served.failed);
    // Answers come for what arrived.
    state.bytesOut += state.up * out * (1 - served.failed) * dtS;
    state.bytesIn += (calls * plan.callInBytes + background / 2) * passes * (1 - served.failed) * dtS;
    state.frameErrors += (state.up * line.broken * (out * dtS)) / PACKET_BYTES;
    probe.meanS = plan.roundTripS + served.waitS + fx.delayS;
    probe.varianceS2 = (plan.roundTripS / 20 + served.waitS / 2) ** 2;
    observe(state.roundTrip, ROUND_TRIP_BUCKETS, PROBES_PER_S * dtS * (1 - state.loss), probe);
  }

  private series({ state }: Line, index: number, labels: Labels): WorldSeries[] {
    return new SeriesOf(labels)
      .always("dc_up", () => state.up)
      .always("dc_is_active", () => (this.state.active === index ? 1 : 0))
      .always("dc_bgp_up", () => state.bgp)
      .counter("dc_bgp_flaps_total", () => state.flaps)
      .counter("dc_receive_bytes_total", () => state.bytesIn)
      .counter("dc_transmit_bytes_total", () => state.bytesOut)
      .gauge("dc_bandwidth_usage_ratio", () => state.usage)
      .gauge("dc_packet_loss_ratio", () => state.loss)
      .histogram("dc_round_trip_duration_seconds", ROUND_TRIP_BUCKETS, state.roundTrip)
      .counter("dc_frame_errors_total", () => state.frameErrors)
      .gauge("dc_optical_receive_power_dbm", () => state.lightDbm).all;
  }

  private target({ state, fx }: Line, index: number): TargetState {
    return {
      compared: {
        up: state.up === 1,
        bgpUp: state.bgp === 1,
        filtered: fx.filtered > 0,
        losesPackets: state.loss > 0.001,
        anyLineActive: this.state.active >= 0,
      },
      detail: { active: this.state.active === index, bgpFlaps: state.flaps },
    };
  }
}

export const behaviour = defineBehaviour("dc", dcFleet, (instance, site) => new Lines(instance, site));
