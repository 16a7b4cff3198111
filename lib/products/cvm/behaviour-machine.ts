import type { Labels } from "@/lib/metrics/store";
import type { FaultParameters } from "@/lib/simulator/part";
import { settled } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { TargetState } from "../types";
import type { PoolPlan } from "./fleet";

/** Kernel, agents and log shipping, as a share of the processor. */
const SYSTEM_USAGE = 0.04;
const SYSTEM_MEMORY = 0.08;
/** A round trip inside a zone; cloud vendors promise less than a millisecond. */
const ROUND_TRIP_S = 0.0004;
const BYTES_PER_REQUEST = 6_000;
const LOG_BYTES_PER_REQUEST = 600;
/** A machine boots, joins and is ready. */
const BOOT_S = 30;
/** Time constant of the kernel's one-minute load average. */
const LOAD1_S = 60;
/** A machine must be well for this long before pods return to it. */
export const RETURN_AFTER_S = 60;
/** Linux' least retransmission time-out (`TCP_RTO_MIN`); it doubles with each loss in a row (RFC 6298, 5.5). */
const RETRANSMIT_S = 0.2;
/** Losses in a row after which a caller's three seconds are over: 0.2 + 0.4 + 0.8 + 1.6 s. */
const LOSSES_MAX = 4;
/** Signed requests and tickets of another age are refused (Kerberos, RFC 4120: five minutes). */
const SKEW_MAX_S = 300;
/** A cloud disk of this class writes so much in a second; a log line waits for one write of a few milliseconds. */
const DISK_BYTES_PER_S = 150e6;
const WRITE_S = 0.002;
/** What the agents keep the disk busy with. */
const SYSTEM_DISK = 0.02;
/** Payload of an Ethernet frame of 1,500 bytes. */
const SEGMENT_BYTES = 1_448;
/** The kernel looks for a process to kill about so often while memory is used up. Our choice. */
const KILL_EVERY_S = 10;

/** One machine, as what runs on it meets it. */
export class Machine {
  readonly state = {
    /** Answers: it is powered and can be reached. */
    up: 1,
    powered: 1,
    /** Seconds since it stopped answering. */
    downForS: 0,
    /** Seconds since power is back while it boots. */
    bootForS: 0,
    /** Seconds that it has answered. */
    upForS: 600,
    usage: 0,
    load1: 0,
    memory: 0,
    disk: 0,
    diskBusyS: 0,
    bytesIn: 0,
    bytesOut: 0,
    bytesWritten: 0,
    segments: 0,
    resent: 0,
    kills: 0,
    pods: 0,
  };
  readonly fx = {
    down: 0,
    cut: 0,
    stress: 0,
    steal: 0,
    delayS: 0,
    loss: 0,
    memory: 0,
    disk: 0,
    diskBusy: 0,
    skewS: 0,
  };
  /** Filled by what runs on it in each tick: busy cores, memory in bytes and requests a second. */
  readonly demand = { cores: 0, memoryBytes: 0, requests: 0 };
  readonly effects: Readonly<Record<string, (parameters: FaultParameters) => void>>;
  private readonly diskRest: number;

  constructor(
    readonly id: string,
    readonly plan: PoolPlan,
    diskRest: number,
  ) {
    this.diskRest = diskRest;
    this.state.disk = diskRest;
    const { fx } = this;
    const raise = (name: keyof typeof fx, value: number): void => {
      fx[name] = Math.max(fx[name], value);
    };
    this.effects = {
      "cvm.node_down": () => raise("down", 1),
      "cvm.network_cut": () => raise("cut", 1),
      "cvm.cpu_exhaustion": (p) => raise("stress", Number(p["usageRatio"])),
      "cvm.cpu_steal": (p) => raise("steal", Number(p["stealRatio"])),
      "cvm.network_delay": (p) => raise("delayS", Number(p["delayMs"]) / 1_000),
      "cvm.network_loss": (p) => raise("loss", Number(p["lossRatio"])),
      "cvm.memory_exhaustion": (p) => raise("memory", Number(p["usageRatio"])),
      "cvm.disk_full": (p) => raise("disk", Number(p["usageRatio"])),
      "cvm.disk_slow": (p) => raise("diskBusy", Number(p["busyRatio"])),
      "cvm.clock_skew": (p) => raise("skewS", Number(p["offsetS"])),
    };
  }

  /** Nothing acts on it, and it has been well for long enough. */
  get calm(): boolean {
    const { state, fx } = this;
    return (
      state.up === 1 &&
      state.upForS >= RETURN_AFTER_S &&
      fx.stress + fx.steal + fx.delayS + fx.loss + fx.memory + fx.disk + fx.diskBusy + fx.skewS === 0
    );
  }

  /**
   * Speed that a thread gets here. A busy loop per core shares that core half and half with it: the scheduler gives equal
   * weight to equal tasks (Linux `sched-design-CFS`). What the host steals is gone for both.
   */
  get speed(): number {
    return (1 - this.fx.stress / 2) * (1 - this.fx.steal);
  }

  /** What a log line waits for behind other writes: service time over idle share, as in M/M/1. */
  get stallS(): number {
    const { diskBusy } = this.fx;
    return diskBusy > 0 ? WRITE_S / (1 - Math.min(diskBusy, 0.99)) : 0;
  }

  /** Share of requests with `packets` in a row that meet a delay here, and how long it is for them. */
  tailShare(packets: number): number {
    const { delayS, loss } = this.fx;
    return delayS > 0 ? 1 : loss > 0 ? 1 - (1 - loss) ** packets : 0;
  }

  tailS(packets: number): number {
    const { delayS, loss } = this.fx;
    // Mean of the doubling time-outs of one lost packet, cut where callers give up.
    const again = loss > 0 ? RETRANSMIT_S / Math.max(1 - 2 * loss, 1 / LOSSES_MAX) : 0;
    return delayS > 0 ? delayS * packets + loss * packets * again : again;
  }

  /** Share of requests with `packets` in a row that fail for what happens on the network, or for the clock. */
  failedShare(packets: number): number {
    const { loss, skewS } = this.fx;
    if (skewS > SKEW_MAX_S) return 1;
    return loss > 0 ? 1 - (1 - loss ** LOSSES_MAX) ** packets : 0;
  }

  /** Whether it answers in this tick. */
  stepPower(dtS: number): void {
    const { state, fx, demand } = this;
    if (fx.down > 0) {
      state.powered = 0;
      state.bootForS = 0;
    } else if (state.powered === 0) {
      state.bootForS += dtS;
      if (state.bootForS >= BOOT_S) state.powered = 1;
    }
    const up = state.powered === 1 && fx.cut === 0 ? 1 : 0;
    if (up === 1 && state.up === 0) state.upForS = 0;
    state.up = up;
    state.downForS = up === 0 ? state.downForS + dtS : 0;
    if (up === 1) state.upForS += dtS;
    state.pods = 0;
    demand.cores = 0;
    demand.memoryBytes = 0;
    demand.requests = 0;
  }

  /** Turns what was asked of it into its own figures. */
  count(dtS: number): void {
    const { state, fx, demand, plan } = this;
    state.disk = Math.max(this.diskRest, fx.disk);
    if (state.up === 0) {
      state.usage = 0;
      state.load1 = 0;
      state.memory = 0;
      state.pods = 0;
      return;
    }
    const busy = demand.cores / plan.cores + SYSTEM_USAGE;
    state.usage = Math.min(1, busy + fx.stress + fx.steal);
    const written = demand.requests * LOG_BYTES_PER_REQUEST;
    const diskBusy = Math.min(0.99, Math.max(fx.diskBusy, SYSTEM_DISK + written / DISK_BYTES_PER_S));
    // Tasks that wait for the disk count as load too: as many as an M/M/1 queue holds.
    const waiting = fx.diskBusy > 0 ? diskBusy / (1 - diskBusy) : 0;
    const runnable = demand.cores + (SYSTEM_USAGE + fx.stress) * plan.cores + waiting;
    state.load1 += (runnable - state.load1) * settled(dtS, LOAD1_S);
    const memory = SYSTEM_MEMORY + demand.memoryBytes / plan.memoryBytes;
    state.memory = Math.min(1, Math.max(memory, fx.memory));
    if (state.memory >= 1) state.kills += dtS / KILL_EVERY_S;
    state.diskBusyS += diskBusy * dtS;
    const bytes = demand.requests * dtS * BYTES_PER_REQUEST;
    state.bytesIn += bytes;
    state.bytesOut += bytes * 1.3;
    const segments = (bytes * 1.3) / SEGMENT_BYTES / (1 - fx.loss);
    state.segments += segments;
    state.resent += segments * fx.loss;
    state.bytesWritten += written * dtS;
  }

  series(labels: Labels): WorldSeries[] {
    const { state, fx } = this;
    return new SeriesOf(labels, () => state.up === 1)
      .always("cvm_up", () => state.up)
      .always("cvm_pods", () => state.pods)
      .gauge("cvm_cpu_usage_ratio", () => state.usage)
      .gauge("cvm_cpu_steal_ratio", () => fx.steal)
      .gauge("cvm_load1", () => state.load1)
      .gauge("cvm_memory_usage_ratio", () => state.memory)
      .gauge("cvm_disk_usage_ratio", () => state.disk)
      .counter("cvm_network_receive_bytes_total", () => state.bytesIn)
      .counter("cvm_network_transmit_bytes_total", () => state.bytesOut)
      .seconds("cvm_network_round_trip_seconds", () => ROUND_TRIP_S * (1 + state.usage / 2) + fx.delayS)
      .counter("cvm_tcp_sent_segments_total", () => state.segments)
      .counter("cvm_tcp_retransmitted_segments_total", () => state.resent)
      .counter("cvm_disk_written_bytes_total", () => state.bytesWritten)
      .seconds("cvm_disk_io_time_seconds_total", () => state.diskBusyS)
      .seconds("cvm_clock_offset_seconds", () => fx.skewS)
      .counter("cvm_oom_kills_total", () => state.kills).all;
  }

  target(): TargetState {
    const { state, fx, diskRest } = this;
    return {
      compared: {
        up: state.up === 1,
        networkDelayMs: Math.round(fx.delayS * 1000),
        packetLossRatio: fx.loss,
        stressed: fx.stress + fx.steal + fx.diskBusy > 0,
        memoryTaken: fx.memory > 0,
        diskTaken: fx.disk > diskRest,
        clockOffsetS: fx.skewS,
      },
      detail: { pods: state.pods },
    };
  }
}
