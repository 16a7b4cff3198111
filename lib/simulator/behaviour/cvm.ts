import type { Labels } from "@/lib/metrics/store";
import type { TargetState } from "@/lib/products/types";
import { TICK_S } from "../constants";
import { NODE_CORES, POD_CORES, POD_MEMORY_BYTES, NODE_MEMORY_BYTES, type Zone } from "../plan";
import { SeriesOf, type WorldSeries } from "../series";

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
const LOAD1_DECAY = Math.exp(-TICK_S / 60);

export interface CvmState {
  up: number;
  /** Seconds since it went down, or since its fault ended while it boots. */
  downForS: number;
  bootForS: number;
  usage: number;
  load1: number;
  memory: number;
  disk: number;
  bytesIn: number;
  bytesOut: number;
  bytesWritten: number;
  pods: number;
  upForS: number;
}

export interface Cvm {
  id: string;
  zone: Zone;
  state: CvmState;
  fx: { down: number; stress: number; delayS: number };
  /** Filled by the workloads in each tick: busy cores, memory in bytes and requests a second of its pods. */
  demand: { cores: number; memoryBytes: number; requests: number };
}

export const newCvm = (id: string, zone: Zone, diskRest: number): Cvm => ({
  id,
  zone,
  state: {
    up: 1,
    downForS: 0,
    bootForS: 0,
    usage: 0,
    load1: 0,
    memory: 0,
    disk: diskRest,
    bytesIn: 0,
    bytesOut: 0,
    bytesWritten: 0,
    pods: 0,
    upForS: 600,
  },
  fx: { down: 0, stress: 0, delayS: 0 },
  demand: { cores: 0, memoryBytes: 0, requests: 0 },
});

/** Whether the machine answers in this tick. */
export function stepCvmPower({ state, fx }: Cvm): void {
  if (fx.down > 0) {
    state.up = 0;
    state.bootForS = 0;
  } else if (state.up === 0) {
    state.bootForS += TICK_S;
    if (state.bootForS >= BOOT_S) {
      state.up = 1;
      state.upForS = 0;
    }
  }
  state.downForS = state.up === 0 ? state.downForS + TICK_S : 0;
  if (state.up === 1) state.upForS += TICK_S;
}

/**
 * Speed that a pod's threads get here. A busy loop per core shares that core half and half with them: the scheduler gives
 * equal weight to equal tasks (Linux `sched-design-CFS`).
 */
export const podSpeed = ({ fx }: Cvm): number => 1 - fx.stress / 2;

/** Turns what the pods asked for into the machine's own figures. */
export function countCvm({ state, fx, demand }: Cvm): void {
  if (state.up === 0) {
    state.usage = 0;
    state.load1 = 0;
    state.pods = 0;
    return;
  }
  const busy = demand.cores / NODE_CORES + SYSTEM_USAGE;
  state.usage = Math.min(1, busy + fx.stress);
  const runnable = demand.cores + (SYSTEM_USAGE + fx.stress) * NODE_CORES;
  state.load1 = state.load1 * LOAD1_DECAY + runnable * (1 - LOAD1_DECAY);
  state.memory = Math.min(1, SYSTEM_MEMORY + demand.memoryBytes / NODE_MEMORY_BYTES);
  const n = demand.requests * TICK_S;
  state.bytesIn += n * BYTES_PER_REQUEST;
  state.bytesOut += n * BYTES_PER_REQUEST * 1.3;
  state.bytesWritten += n * LOG_BYTES_PER_REQUEST;
}

export const podDemandCores = (usage: number): number => usage * POD_CORES;
export const podMemoryBytes = (usage: number): number => usage * POD_MEMORY_BYTES;

export function cvmSeries({ state, fx }: Cvm, labels: Labels): WorldSeries[] {
  return new SeriesOf(labels, () => state.up === 1)
    .always("cvm_up", () => state.up)
    .always("cvm_pods", () => state.pods)
    .gauge("cvm_cpu_usage_ratio", () => state.usage)
    .gauge("cvm_load1", () => state.load1)
    .gauge("cvm_memory_usage_ratio", () => state.memory)
    .gauge("cvm_disk_usage_ratio", () => state.disk)
    .counter("cvm_network_receive_bytes_total", () => state.bytesIn)
    .counter("cvm_network_transmit_bytes_total", () => state.bytesOut)
    .seconds("cvm_network_round_trip_seconds", () => ROUND_TRIP_S * (1 + state.usage / 2) + fx.delayS)
    .counter("cvm_disk_written_bytes_total", () => state.bytesWritten).all;
}

export const cvmTarget = ({ state, fx }: Cvm): TargetState => ({
  compared: { up: state.up === 1, networkDelayMs: Math.round(fx.delayS * 1000), stressed: fx.stress > 0 },
  detail: { pods: state.pods, cpuUsageRatio: state.usage },
});
