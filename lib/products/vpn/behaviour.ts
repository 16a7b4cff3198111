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
import { vpnFleet, type TunnelsPlan } from "./fleet";

/** Dead peer detection: three probes ten seconds apart (RFC 3706 leaves the figures to the vendor). */
const DETECTED_AFTER_S = 30;
/** A negotiation is tried again after this long. */
const RETRY_S = 10;
/** Two exchanges of IKEv2 and the first packets. */
const NEGOTIATION_S = 5;
/** The gateways' certificates are made anew each day. */
const CERTIFICATE_S = 86_400;
/** What encryption adds to a packet's way. */
const CIPHER_S = 0.0005;
const PACKET_BYTES = 1_400;
/** What a packet may wait in the limiter's queue before it is dropped. */
const BUFFER_S = 0.15;
const SERVERS = 1;
const PROBES_PER_S = 1;
/** TCP sends a packet that is too big four times within three seconds. */
const SENDS = 4;

class Tunnel {
  readonly state = {
    up: 1,
    /** How long the peer has not answered, and how long the tunnel has been without keys. */
    silentForS: 0,
    downForS: 0,
    /** Time until the next try. */
    retryInS: 0,
    switches: 0,
    negotiated: 0,
    authFailed: 0,
    noAnswer: 0,
    loss: 0,
    backlog: 0,
    usage: 0,
    ordinaryBytes: 0,
    bytesIn: 0,
    bytesOut: 0,
    overLimit: 0,
    tooBig: 0,
    noTunnel: 0,
    roundTrip: newHistogram(ROUND_TRIP_BUCKETS),
  };
  readonly fx = {
    silent: 0,
    keysDiffer: 0,
    keysForS: 0,
    rekeyAfterS: 0,
    offsetS: 0,
    loss: 0,
    tooBig: 0,
    /** What the limit lost: 1 less the share of the traffic that it still lets through. */
    limited: 0,
  };
  /** Of this tick: wait in the queue, share that the queue drops. */
  waitS = 0;
  dropped = 0;

  constructor(readonly id: string) {}

  /** Whether the other end would refuse a negotiation now. */
  private get refused(): boolean {
    const { keysDiffer, offsetS } = this.fx;
    return keysDiffer > 0 || offsetS > CERTIFICATE_S;
  }

  /** Whether the keys in use have run out: by a clock that jumped they are older than they may be. */
  private isOutOfKeys(rekeyS: number): boolean {
    const { keysDiffer, keysForS, rekeyAfterS, offsetS } = this.fx;
    return (keysDiffer > 0 && keysForS >= rekeyAfterS) || offsetS > rekeyS;
  }

  stepKeys(rekeyS: number, dtS: number): void {
    const { state, fx } = this;
    if (state.up === 1) {
      state.silentForS = fx.silent > 0 ? state.silentForS + dtS : 0;
      state.noAnswer += (fx.silent * dtS) / RETRY_S;
      if (state.silentForS >= DETECTED_AFTER_S || (this.refused && this.isOutOfKeys(rekeyS))) {
        state.up = 0;
        state.downForS = 0;
        state.retryInS = 0;
      } else if (fx.silent === 0) state.negotiated += dtS / rekeyS;
      if (state.up === 1) return;
    }
    state.downForS += dtS;
    if (fx.silent > 0) state.noAnswer += dtS / RETRY_S;
    else if (this.refused) state.authFailed += dtS / RETRY_S;
    if (fx.silent > 0 || this.refused) {
      state.retryInS = NEGOTIATION_S;
      return;
    }
    state.retryInS -= dtS;
    if (state.retryInS > 0) return;
    state.up = 1;
    state.silentForS = 0;
    state.negotiated += 1;
  }
}

/** One or two tunnels to the same place; the first that is up carries the traffic. */
class Tunnels extends Part {
  override readonly state = { active: 0 };
  readonly members: readonly Member[];
  private readonly plan: TunnelsPlan;
  private readonly tunnels: readonly Tunnel[];
  private readonly send: Port;
  private readonly own = newOwn();
  private readonly downstream = newDownstream();
  private readonly served = newServed();
  private readonly probe = newLatency(0);

  constructor(instance: Instance<TunnelsPlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    this.send = this.open("send");
    this.tunnels = instance.members.map(({ id }) => new Tunnel(site.name(id)));
    this.members = this.tunnels.map((tunnel, i) => ({
      id: tunnel.id,
      zone: instance.members[i]?.zone ?? null,
      spec: {
        zones: [...new Set(instance.members.map(({ zone }) => zone))],
        replicas: instance.members.length,
        bandwidthBytes: plan.bandwidthBytes,
        authentication: plan.authentication,
        rekeyS: plan.rekeyS,
      },
      state: tunnel.state,
      fx: tunnel.fx,
      effects: {
        "vpn.tunnel_down": () => {
          tunnel.fx.silent = 1;
        },
        "vpn.ike_key_mismatch": (p, forS) => {
          tunnel.fx.keysDiffer = 1;
          tunnel.fx.keysForS = Math.max(tunnel.fx.keysForS, forS);
          tunnel.fx.rekeyAfterS = Math.max(tunnel.fx.rekeyAfterS, Number(p["rekeyAfterS"]));
        },
        "vpn.clock_skew": (p) => {
          tunnel.fx.offsetS = Math.max(tunnel.fx.offsetS, Number(p["offsetS"]));
        },
        "vpn.packet_loss": (p) => {
          tunnel.fx.loss = Math.max(tunnel.fx.loss, Number(p["lossRatio"]));
        },
        "vpn.mtu_mismatch": (p) => {
          tunnel.fx.tooBig = Math.max(tunnel.fx.tooBig, Number(p["callsRatio"]));
        },
        "vpn.bandwidth_capped": (p) => {
          tunnel.fx.limited = Math.max(tunnel.fx.limited, 1 - Number(p["bandwidthRatio"]));
        },
      },
      series: (labels) => this.series(tunnel, i, labels),
      target: () => this.target(tunnel, i),
    }));
  }

  override begin({ dtS }: Tick): void {
    const { tunnels, state, plan } = this;
    for (const tunnel of tunnels) tunnel.stepKeys(plan.rekeyS, dtS);
    const active = tunnels.findIndex((tunnel) => tunnel.state.up === 1);
    const now = tunnels[active];
    if (now && active !== state.active) now.state.switches += 1;
    state.active = active;
  }

  override step({ dtS }: Tick): void {
    const { tunnels, state, send, own, plan } = this;
    for (const [i, tunnel] of tunnels.entries()) this.carry(tunnel, i === state.active, dtS);
    const tunnel = tunnels[state.active];
    resetOwn(own);
    if (tunnel) {
      const { fx } = tunnel;
      addFailures(own, fx.silent, CONNECT_FAILS_AFTER_S);
      addFailures(own, fx.tooBig, CONNECT_FAILS_AFTER_S);
      addFailures(own, tunnel.dropped, CONNECT_FAILS_AFTER_S);
      loseInCalls(own, fx.loss, CONNECT_FAILS_AFTER_S);
      own.meanS = plan.roundTripS + CIPHER_S + tunnel.waitS;
      own.varianceS2 = (plan.roundTripS / 3 + tunnel.waitS) ** 2;
    } else {
      addFailures(own, 1, CONNECT_FAILS_AFTER_S);
      const first = tunnels[0];
      if (first) first.state.noTunnel += send.offered * dtS;
    }
    inLine(send, meet(send, this.downstream), own);
  }

  private carry(tunnel: Tunnel, active: boolean, dtS: number): void {
    const { plan, served, send, probe } = this;
    const { state, fx } = tunnel;
    const calls = active ? send.offered : 0;
    const background = active ? plan.backgroundRatio * plan.bandwidthBytes : 0;
    const into = calls * plan.callInBytes + background;
    if (fx.limited === 0) state.ordinaryBytes = into;
    const limit = fx.limited > 0 && active ? (1 - fx.limited) * state.ordinaryBytes : plan.bandwidthBytes;
    serve(into / PACKET_BYTES, limit / PACKET_BYTES, SERVERS, BUFFER_S, state.backlog, dtS, served);
    state.backlog = served.backlog;
    tunnel.waitS = served.waitS;
    tunnel.dropped = served.failed;
    const answers = state.up * (1 - fx.silent);
    state.usage = answers * (limit > 0 ? Math.min(1, into / limit) : 0);
    // Probes are small: what is too big for the way does not touch them.
    state.loss = 1 - answers * (1 - fx.loss) * (1 - served.failed);
    const passes = answers * (1 - fx.loss) * (1 - served.failed) * (1 - fx.tooBig);
    state.bytesIn += into * passes * dtS;
    state.bytesOut += (calls * plan.callOutBytes + background / 3) * state.up * dtS;
    const packets = (into / PACKET_BYTES) * dtS;
    state.overLimit += answers * packets * served.failed;
    state.tooBig += answers * packets * fx.tooBig * SENDS;
    probe.meanS = plan.roundTripS + CIPHER_S + served.waitS;
    probe.varianceS2 = (plan.roundTripS / 10 + served.waitS / 2) ** 2;
    observe(state.roundTrip, ROUND_TRIP_BUCKETS, PROBES_PER_S * dtS * (1 - state.loss), probe);
  }

  private series({ state, fx }: Tunnel, index: number, labels: Labels): WorldSeries[] {
    return new SeriesOf(labels)
      .always("vpn_up", () => state.up)
      .always("vpn_is_active", () => (this.state.active === index ? 1 : 0))
      .counter("vpn_ike_negotiations_total", () => state.negotiated, { result: "ok" })
      .counter("vpn_ike_negotiations_total", () => state.authFailed, { result: "auth_failed" })
      .counter("vpn_ike_negotiations_total", () => state.noAnswer, { result: "no_answer" })
      .counter("vpn_tunnel_switches_total", () => state.switches)
      .counter("vpn_receive_bytes_total", () => state.bytesIn)
      .counter("vpn_transmit_bytes_total", () => state.bytesOut)
      .gauge("vpn_bandwidth_usage_ratio", () => state.usage)
      .gauge("vpn_packet_loss_ratio", () => state.loss)
      .counter("vpn_packets_dropped_total", () => state.overLimit, { reason: "bandwidth" })
      .counter("vpn_packets_dropped_total", () => state.tooBig, { reason: "mtu" })
      .counter("vpn_packets_dropped_total", () => state.noTunnel, { reason: "tunnel" })
      .histogram("vpn_round_trip_duration_seconds", ROUND_TRIP_BUCKETS, state.roundTrip)
      .gauge("vpn_clock_offset_seconds", () => fx.offsetS).all;
  }

  private target({ state, fx }: Tunnel, index: number): TargetState {
    return {
      compared: {
        up: state.up === 1,
        peerAnswers: fx.silent === 0,
        keysMatch: fx.keysDiffer === 0,
        clockRight: fx.offsetS === 0,
        limitReduced: fx.limited > 0,
        losesPackets: state.loss > 0.001,
        anyTunnelActive: this.state.active >= 0,
      },
      detail: { active: this.state.active === index, switches: state.switches },
    };
  }
}

export const behaviour = defineBehaviour("vpn", vpnFleet, (instance, site) => new Tunnels(instance, site));
