import type { Labels } from "@/lib/metrics/store";
import { CONNECT_FAILS_AFTER_S } from "@/lib/simulator/connections";
import { meet, newDownstream, type Port } from "@/lib/simulator/graph";
import { addFailures, inLine, newOwn, resetOwn } from "@/lib/simulator/in-line";
import { newHistogram, newLatency, observe } from "@/lib/simulator/latency";
import { HANDSHAKE_RETRY_S, loseInCalls, loseInHandshakes } from "@/lib/simulator/loss";
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
import { ROUND_TRIP_BUCKETS } from "../network-views";
import type { TargetState } from "../types";
import { natFleet, type TranslatorPlan } from "./fleet";

/** Source ports of one address towards one destination: 1024 to 65535. */
const PORTS_PER_ADDRESS = 64_512;
/** A call takes a second; then its port rests for Linux' `TCP_TIMEWAIT_LEN`. */
const HELD_S = 61;
/** Share of the connections that go to the busiest destination, the payment channel. Our choice. */
const BUSIEST = 0.7;
/** The standby notices by three missed heartbeats of five seconds and takes the addresses over. */
const TAKEOVER_AFTER_S = 20;
/** Resetting what a client left open. */
const RESET_S = 3;
const PACKET_BYTES = 1_500;
/** What a packet may wait in the limiter's queue before it is dropped. */
const BUFFER_S = 0.1;
const SERVERS = 1;
/** A call to the outside with its TLS handshake, and its answer. */
const CALL_OUT_BYTES = 6_000;
const CALL_IN_BYTES = 9_000;
/** To a server in the same city and back, and its time to answer. */
const ROUND_TRIP_S = 0.008;
const ANSWER_S = 0.015;
/** A connection without a port or a rule is refused by the gateway itself. */
const REFUSED_AFTER_S = 0.01;

class Translator extends Part {
  override readonly state = {
    up: 1,
    downForS: 0,
    /** A second node that may take over; the lost one comes back as that. */
    standby: 0,
    active: 0,
    leaked: 0,
    portUsage: 0,
    backlog: 0,
    usage: 0,
    /** Bytes a second as they were before the limit came down. */
    ordinaryBytes: 0,
    opened: 0,
    noPort: 0,
    noRule: 0,
    unreachable: 0,
    bytesIn: 0,
    bytesOut: 0,
    overLimit: 0,
    lost: 0,
    handshake: newHistogram(ROUND_TRIP_BUCKETS),
  };
  private readonly fx = { held: 0, leakPerMinute: 0, limited: 0, down: 0, loss: 0, ruleDeleted: 0 };
  readonly members;
  private readonly plan: TranslatorPlan;
  private readonly connect: Port;
  private readonly own = newOwn();
  private readonly downstream = newDownstream();
  private readonly served = newServed();
  private readonly handshake = newLatency(ROUND_TRIP_S);

  constructor(instance: Instance<TranslatorPlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    this.connect = this.open("connect");
    this.state.standby = plan.standby ? 1 : 0;
    const { fx } = this;
    this.members = instance.members.map(({ id, zone }) => ({
      id: site.name(id),
      zone,
      spec: {
        addresses: plan.addresses,
        standby: plan.standby,
        bandwidthBytes: plan.bandwidthBytes,
        portsMax: plan.addresses * PORTS_PER_ADDRESS,
      },
      state: {},
      fx,
      effects: {
        "nat.snat_ports_exhausted": (p: FaultParameters) => {
          fx.held = Math.max(fx.held, Number(p["heldRatio"]));
        },
        "nat.connection_leak": (p: FaultParameters) => {
          fx.leakPerMinute = Math.max(fx.leakPerMinute, Number(p["leakRatioPerMinute"]));
        },
        "nat.bandwidth_capped": (p: FaultParameters) => {
          fx.limited = Math.max(fx.limited, 1 - Number(p["bandwidthRatio"]));
        },
        "nat.gateway_down": () => {
          fx.down = 1;
        },
        "nat.packet_loss": (p: FaultParameters) => {
          fx.loss = Math.max(fx.loss, Number(p["lossRatio"]));
        },
        "nat.rule_deleted": () => {
          fx.ruleDeleted = 1;
        },
      },
      series: (labels: Labels) => this.series(labels),
      target: () => this.target(),
    }));
  }

  /** The standby takes over once; while the fault lasts nobody stands by for it. */
  override begin({ dtS }: Tick): void {
    const { state, fx, plan } = this;
    if (fx.down === 0) {
      state.up = 1;
      state.downForS = 0;
      state.standby = plan.standby ? 1 : 0;
      return;
    }
    if (state.up === 1 && state.downForS === 0) state.up = 0;
    if (state.up === 1) return;
    state.downForS += dtS;
    if (state.standby === 1 && state.downForS > TAKEOVER_AFTER_S) {
      state.up = 1;
      state.standby = 0;
    }
  }

  override step({ dtS }: Tick): void {
    const { state, fx, plan, own } = this;
    const tried = this.connect.offered + plan.backgroundPerS;
    const ports = plan.addresses * PORTS_PER_ADDRESS;
    const noPort = this.stepPorts(tried, ports, dtS);
    const out = state.up * (1 - fx.ruleDeleted) * (1 - noPort);
    const dropped = this.stepBandwidth(tried * out, dtS);

    const n = tried * dtS;
    state.opened += n;
    state.unreachable += n * (1 - state.up);
    state.noRule += n * state.up * fx.ruleDeleted;
    state.noPort += n * state.up * (1 - fx.ruleDeleted) * noPort;
    const done = n * out * (1 - dropped);
    state.bytesOut += done * CALL_OUT_BYTES;
    state.bytesIn += done * CALL_IN_BYTES;
    const packets = (n * out * (CALL_OUT_BYTES + CALL_IN_BYTES)) / PACKET_BYTES;
    state.overLimit += packets * dropped;
    state.lost += packets * fx.loss;

    resetOwn(own);
    addFailures(own, 1 - state.up, CONNECT_FAILS_AFTER_S);
    addFailures(own, fx.ruleDeleted, REFUSED_AFTER_S);
    addFailures(own, noPort, REFUSED_AFTER_S);
    addFailures(own, dropped, CONNECT_FAILS_AFTER_S);
    own.meanS = 2 * ROUND_TRIP_S + ANSWER_S + this.served.waitS;
    own.varianceS2 = (ROUND_TRIP_S / 2 + this.served.waitS) ** 2 + ANSWER_S ** 2;
    const loss = 1 - (1 - fx.loss) * (1 - dropped);
    loseInCalls(own, fx.loss, CONNECT_FAILS_AFTER_S);
    loseInHandshakes(own, fx.loss, 1, CONNECT_FAILS_AFTER_S);
    inLine(this.connect, meet(this.connect, this.downstream), own);
    this.shake(n * out, loss);
  }

  /** @returns share of new connections for which no source port is left. */
  private stepPorts(tried: number, ports: number, dtS: number): number {
    const { state, fx } = this;
    state.leaked =
      fx.leakPerMinute > 0
        ? Math.min(1, state.leaked + (fx.leakPerMinute / 60) * dtS)
        : state.leaked * (1 - settled(dtS, RESET_S));
    if (state.leaked < 1e-6) state.leaked = 0;
    const free = ports * Math.max(0, 1 - Math.max(fx.held, state.leaked));
    // Ports that the connections of the last minute would take towards the busiest destination.
    const wanted = tried * BUSIEST * HELD_S;
    const short = wanted > free ? 1 - free / wanted : 0;
    const noPort = BUSIEST * short;
    const through = state.up * (1 - fx.ruleDeleted) * (1 - noPort);
    state.active += (tried * through * HELD_S - state.active) * settled(dtS, HELD_S);
    // Those of a node that is gone are gone with it.
    if (state.up === 0) state.active = 0;
    state.portUsage = Math.min(1, (ports - free + Math.min(free, state.active * BUSIEST)) / ports);
    return noPort;
  }

  /** @returns share of the packets that the limiter drops. */
  private stepBandwidth(perS: number, dtS: number): number {
    const { state, fx, plan, served } = this;
    // The busier direction counts.
    const bytes = perS * CALL_IN_BYTES;
    if (fx.limited === 0) state.ordinaryBytes = bytes;
    const limit = fx.limited > 0 ? (1 - fx.limited) * state.ordinaryBytes : plan.bandwidthBytes;
    serve(bytes / PACKET_BYTES, limit / PACKET_BYTES, SERVERS, BUFFER_S, state.backlog, dtS, served);
    state.backlog = served.backlog;
    state.usage = limit > 0 ? Math.min(1, bytes / limit) : 0;
    return served.failed;
  }

  private shake(n: number, loss: number): void {
    const { handshake, state, served } = this;
    const lost = 1 - (1 - loss) ** 2;
    handshake.meanS = ROUND_TRIP_S + served.waitS;
    handshake.varianceS2 = (ROUND_TRIP_S / 3 + served.waitS) ** 2;
    handshake.tailShare = lost;
    handshake.tailS = HANDSHAKE_RETRY_S;
    observe(state.handshake, ROUND_TRIP_BUCKETS, n * (1 - lost ** 2), handshake);
  }

  private series(labels: Labels): WorldSeries[] {
    const { state, plan, fx } = this;
    const ports = plan.addresses * PORTS_PER_ADDRESS;
    return new SeriesOf(labels)
      .always("nat_up", () => state.up)
      .gauge("nat_connections_active", () =>
        Math.round(state.active + Math.max(fx.held, state.leaked) * ports),
      )
      .counter("nat_connections_opened_total", () => state.opened)
      .counter("nat_connections_failed_total", () => state.noPort, { reason: "no_port" })
      .counter("nat_connections_failed_total", () => state.noRule, { reason: "no_rule" })
      .counter("nat_connections_failed_total", () => state.unreachable, { reason: "unreachable" })
      .gauge("nat_port_usage_ratio", () => state.portUsage)
      .counter("nat_receive_bytes_total", () => state.bytesIn)
      .counter("nat_transmit_bytes_total", () => state.bytesOut)
      .gauge("nat_bandwidth_usage_ratio", () => state.usage)
      .counter("nat_packets_dropped_total", () => state.overLimit, { reason: "bandwidth" })
      .counter("nat_packets_dropped_total", () => state.lost, { reason: "loss" })
      .histogram("nat_round_trip_duration_seconds", ROUND_TRIP_BUCKETS, state.handshake).all;
  }

  private target(): TargetState {
    const { state, fx } = this;
    return {
      compared: {
        up: state.up === 1,
        standby: state.standby === 1,
        ruleThere: fx.ruleDeleted === 0,
        portsHeld: fx.held > 0 || state.leaked > 0.001,
        limitReduced: fx.limited > 0,
        losesPackets: fx.loss > 0,
      },
      detail: { failedOver: state.downForS > 0 && state.up === 1 },
    };
  }
}

export const behaviour = defineBehaviour("nat", natFleet, (instance, site) => new Translator(instance, site));
