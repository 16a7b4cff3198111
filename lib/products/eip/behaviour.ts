import type { Labels } from "@/lib/metrics/store";
import {
  ANSWER_BYTES,
  CONNECT_FAILS_AFTER_S,
  REQUEST_BYTES,
  REQUESTS_PER_CONNECTION,
} from "@/lib/simulator/connections";
import { meet, newDownstream, type Port } from "@/lib/simulator/graph";
import { addFailures, inLine, newOwn, resetOwn } from "@/lib/simulator/in-line";
import { newHistogram, newLatency, observe } from "@/lib/simulator/latency";
import { HANDSHAKE_RETRY_S, loseInCalls, loseInHandshakes } from "@/lib/simulator/loss";
import {
  defineBehaviour,
  Part,
  type FindPart,
  type Instance,
  type Member,
  type Site,
  type Tick,
} from "@/lib/simulator/part";
import { newServed, serve } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import { ROUND_TRIP_BUCKETS } from "../network-views";
import type { TargetState } from "../types";
import { eipFleet, type AddressPlan } from "./fleet";

/** Ethernet's MTU: what a full packet carries with its headers. */
const PACKET_BYTES = 1_500;
/** What a packet may wait in the limiter's queue before it is dropped: a tenth of a second is a usual buffer. */
const BUFFER_S = 0.1;
/** The limiter works on one packet at a time. */
const SERVERS = 1;
/** From a probe somewhere in the country to the address and back. */
const PROBE_ROUND_TRIP_S = 0.035;
const PROBES_PER_S = 1;
/** The carrier blocks an address within seconds of an attack that is too big. */
const BLOCKED_AFTER_S = 5;
/** The smallest bandwidth that can be bought is 1 Mbit/s. */
const BYTES_MIN = 125_000;

class Address {
  readonly state = {
    usage: 0,
    limitBytes: 0,
    backlog: 0,
    /** Bytes a second as they were before the limit came down. */
    ordinaryBytes: 0,
    loss: 0,
    blocked: 0,
    bytesIn: 0,
    bytesOut: 0,
    attackBytes: 0,
    opened: 0,
    overLimit: 0,
    cleaned: 0,
    blackholed: 0,
    unbound: 0,
    handshake: newHistogram(ROUND_TRIP_BUCKETS),
  };
  readonly fx = {
    /** What the limit lost: 1 less the share of the traffic that it still lets through. */
    limited: 0,
    /** Share of the package that others take. */
    taken: 0,
    attackBits: 0,
    attackForS: 0,
    cleaning: 0,
    unbound: 0,
  };
  /** Bytes a second that it sends when nothing is lost. */
  demand = 0;
  /** Its own queue's result in this tick. */
  dropped = 0;
  waitS = 0;

  constructor(
    readonly id: string,
    readonly isPackage: boolean,
  ) {}

  get reachable(): boolean {
    return this.state.blocked === 0 && this.fx.unbound === 0;
  }
}

/** Addresses that share a bandwidth package, or one with a bandwidth of its own. */
class Addresses extends Part {
  override readonly state = { backlog: 0 };
  readonly members: readonly Member[];
  private readonly plan: AddressPlan;
  private readonly addresses: readonly Address[];
  private readonly pack: Address | undefined;
  private readonly behindOf: ReadonlyMap<string, string | null>;
  /** The address of each port, in the order of `ports`. */
  private addressOf: readonly Address[] = [];
  /** Bytes a second that may be sent. */
  private limit = BYTES_MIN;
  private readonly own = newOwn();
  private readonly downstream = newDownstream();
  private readonly served = newServed();
  private readonly handshake = newLatency(PROBE_ROUND_TRIP_S);

  constructor(instance: Instance<AddressPlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    const all = instance.members.map(({ id }) => new Address(site.name(id), id === plan.packageId));
    this.addresses = all.filter(({ isPackage }) => !isPackage);
    this.pack = all.find(({ isPackage }) => isPackage);
    this.behindOf = new Map(Object.entries(plan.behind).map(([id, part]) => [site.name(id), part]));
    if (!instance.inFrontOf?.length) this.open("send");
    this.members = all.map((address) => ({
      id: address.id,
      zone: null,
      spec: {
        kind: address.isPackage ? "package" : "address",
        bandwidthPackage: plan.packageId === null ? null : site.name(plan.packageId),
        protectedBits: plan.protectedBits,
      },
      state: address.state,
      fx: address.fx,
      effects: {
        "eip.bandwidth_capped": (p) => {
          address.fx.limited = Math.max(address.fx.limited, 1 - Number(p["limitRatio"]));
        },
        "eip.package_saturated": (p) => {
          address.fx.taken = Math.max(address.fx.taken, Number(p["loadRatio"]));
        },
        "eip.ddos_blocked": (p, forS) => attack(address, Number(p["attackGbps"]) * 1e9, forS),
        "eip.ddos_cleaned": (p, forS) => {
          attack(address, Number(p["attackMbps"]) * 1e6, forS);
          address.fx.cleaning = Math.max(address.fx.cleaning, Number(p["lossRatio"]));
        },
        "eip.unbound": () => {
          address.fx.unbound = 1;
        },
      },
      series: (labels) => this.series(address, labels),
      target: () => this.target(address),
    }));
  }

  override wire(find: FindPart): void {
    const byPart = new Map(
      this.addresses.flatMap((address) => {
        const behind = this.behindOf.get(address.id);
        return behind ? [[find(behind).name, address] as const] : [];
      }),
    );
    this.addressOf = this.ports.map((port) => {
      const address = byPart.get(port.uses[0]?.to.part ?? "") ?? this.addresses[0];
      if (!address) throw new Error(`${this.name} has no address for its port ${port.name}.`);
      return address;
    });
  }

  override size(): void {
    this.measure();
    let bytes = 0;
    for (const { demand } of this.addresses) bytes += demand;
    this.limit = Math.max(BYTES_MIN, bytes / this.plan.usage);
  }

  private measure(): void {
    for (const address of this.addresses) address.demand = 0;
    for (const [i, port] of this.ports.entries()) {
      const address = this.addressOf[i];
      if (address) address.demand += port.offered * ANSWER_BYTES;
    }
  }

  override step({ dtS }: Tick): void {
    this.measure();
    const { served, pack } = this;
    let sent = 0;
    for (const address of this.addresses) {
      this.stepAddress(address, dtS);
      sent += address.reachable ? address.demand * (1 - address.dropped) : 0;
    }
    let shared = 0;
    let sharedWaitS = 0;
    if (pack) {
      const taken = pack.fx.taken * this.limit;
      serve(
        (sent + taken) / PACKET_BYTES,
        this.limit / PACKET_BYTES,
        SERVERS,
        BUFFER_S,
        this.state.backlog,
        dtS,
        served,
      );
      this.state.backlog = served.backlog;
      shared = served.failed;
      sharedWaitS = served.waitS;
      this.countPackage(pack, sent, taken, dtS);
    }
    for (const address of this.addresses) this.countAddress(address, shared, sharedWaitS, dtS);
    for (const [i, port] of this.ports.entries()) {
      const address = this.addressOf[i];
      if (address) this.carry(port, address, shared, sharedWaitS);
    }
  }

  /** Its own limit, and what an attack does to it. */
  private stepAddress(address: Address, dtS: number): void {
    const { state, fx } = address;
    const { served } = this;
    if (fx.limited === 0) state.ordinaryBytes = address.demand;
    state.limitBytes =
      fx.limited > 0 ? Math.max(BYTES_MIN, (1 - fx.limited) * state.ordinaryBytes) : this.limit;
    state.blocked = fx.attackBits > this.plan.protectedBits && fx.attackForS >= BLOCKED_AFTER_S ? 1 : 0;
    const demand = address.reachable ? address.demand : 0;
    serve(
      demand / PACKET_BYTES,
      state.limitBytes / PACKET_BYTES,
      SERVERS,
      BUFFER_S,
      state.backlog,
      dtS,
      served,
    );
    state.backlog = served.backlog;
    state.usage = Math.min(1, demand / state.limitBytes);
    address.dropped = served.failed;
    address.waitS = served.waitS;
  }

  private countPackage({ state }: Address, sent: number, taken: number, dtS: number): void {
    const { served } = this;
    state.limitBytes = this.limit;
    state.usage = Math.min(1, (sent + taken) / this.limit);
    state.loss = served.failed;
    const out = (sent + taken) * (1 - served.failed);
    state.bytesOut += out * dtS;
    state.bytesIn += (out / ANSWER_BYTES) * REQUEST_BYTES * dtS;
    state.opened += (sent / ANSWER_BYTES / REQUESTS_PER_CONNECTION) * dtS;
    state.overLimit += (((sent + taken) * served.failed) / PACKET_BYTES) * dtS;
    this.probe(state, served.failed, served.waitS, dtS);
  }

  private countAddress(address: Address, shared: number, sharedWaitS: number, dtS: number): void {
    const { state, fx, demand } = address;
    const { reachable } = address;
    state.attackBytes += (fx.attackBits / 8) * dtS;
    state.loss = reachable ? 1 - (1 - address.dropped) * (1 - shared) * (1 - fx.cleaning) : 1;
    const requests = (demand / ANSWER_BYTES) * dtS;
    const packets = (demand / PACKET_BYTES) * dtS;
    if (!reachable) {
      // What arrives is the small packets of those who try to connect.
      if (state.blocked > 0) state.blackholed += requests + (fx.attackBits / 8 / PACKET_BYTES) * dtS;
      else state.unbound += requests;
      return;
    }
    state.overLimit += packets * (1 - (1 - address.dropped) * (1 - shared));
    state.cleaned += packets * fx.cleaning + (fx.cleaning > 0 ? (fx.attackBits / 8 / PACKET_BYTES) * dtS : 0);
    state.bytesOut += requests * ANSWER_BYTES * (1 - state.loss);
    state.bytesIn += requests * REQUEST_BYTES * (1 - fx.cleaning);
    state.opened += requests / REQUESTS_PER_CONNECTION;
    this.probe(state, state.loss, address.waitS + sharedWaitS, dtS);
  }

  /** A handshake of a probe each second; those that are lost too often tell nothing. */
  private probe(state: Address["state"], loss: number, waitS: number, dtS: number): void {
    const { handshake } = this;
    const lost = 1 - (1 - loss) ** 2;
    handshake.meanS = PROBE_ROUND_TRIP_S + waitS;
    handshake.varianceS2 = (PROBE_ROUND_TRIP_S / 4 + waitS) ** 2;
    handshake.tailShare = lost;
    handshake.tailS = HANDSHAKE_RETRY_S;
    observe(state.handshake, ROUND_TRIP_BUCKETS, PROBES_PER_S * dtS * (1 - lost ** 2), handshake);
  }

  /** What requests over the address meet. */
  private carry(port: Port, address: Address, shared: number, sharedWaitS: number): void {
    const { own } = this;
    resetOwn(own);
    if (!address.reachable) addFailures(own, 1, CONNECT_FAILS_AFTER_S);
    else {
      // Demand above the bandwidth cannot be served, however often it is sent again.
      addFailures(own, 1 - (1 - address.dropped) * (1 - shared), CONNECT_FAILS_AFTER_S);
      own.meanS = address.waitS + sharedWaitS;
      own.varianceS2 = own.meanS ** 2;
      loseInCalls(own, address.fx.cleaning, CONNECT_FAILS_AFTER_S);
      loseInHandshakes(own, address.fx.cleaning, 1 / REQUESTS_PER_CONNECTION, CONNECT_FAILS_AFTER_S);
    }
    inLine(port, meet(port, this.downstream), own);
  }

  private series({ state, fx, isPackage }: Address, labels: Labels): WorldSeries[] {
    const series = new SeriesOf(labels)
      .always("eip_up", () => (state.blocked > 0 || fx.unbound > 0 ? 0 : 1))
      .counter("eip_receive_bytes_total", () => state.bytesIn)
      .counter("eip_transmit_bytes_total", () => state.bytesOut)
      .gauge("eip_bandwidth_limit_bytes", () => Math.round(state.limitBytes))
      .gauge("eip_bandwidth_usage_ratio", () => state.usage)
      .counter("eip_packets_dropped_total", () => state.overLimit, { reason: "bandwidth" })
      .gauge("eip_packet_loss_ratio", () => state.loss)
      .histogram("eip_round_trip_duration_seconds", ROUND_TRIP_BUCKETS, state.handshake)
      .counter("eip_connections_opened_total", () => state.opened);
    if (isPackage) return series.all;
    return series
      .counter("eip_packets_dropped_total", () => state.cleaned, { reason: "cleaning" })
      .counter("eip_packets_dropped_total", () => state.blackholed, { reason: "blackhole" })
      .counter("eip_packets_dropped_total", () => state.unbound, { reason: "unbound" })
      .counter("eip_attack_bytes_total", () => state.attackBytes)
      .always("eip_blocked", () => state.blocked).all;
  }

  private target({ state, fx }: Address): TargetState {
    return {
      compared: {
        up: state.blocked === 0 && fx.unbound === 0,
        blocked: state.blocked > 0,
        bound: fx.unbound === 0,
        limitReduced: fx.limited > 0,
        underAttack: fx.attackBits > 0,
      },
      detail: { bandwidthLimitBytes: Math.round(state.limitBytes) },
    };
  }
}

function attack({ fx }: Address, bits: number, forS: number): void {
  fx.attackBits = Math.max(fx.attackBits, bits);
  fx.attackForS = Math.max(fx.attackForS, forS);
}

export const behaviour = defineBehaviour("eip", eipFleet, (instance, site) => new Addresses(instance, site));
