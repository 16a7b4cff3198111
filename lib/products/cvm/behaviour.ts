import type { Labels } from "@/lib/metrics/store";
import { defineBehaviour, Part, type Instance, type Site, type Tick } from "@/lib/simulator/part";
import { settled } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { TargetState } from "../types";
import { cvmFleet, type PoolPlan } from "./fleet";

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
const RETURN_AFTER_S = 60;

/** One machine, as what runs on it meets it. */
export class Machine {
  readonly state = {
    up: 1,
    /** Seconds since it went down, or since its fault ended while it boots. */
    downForS: 0,
    bootForS: 0,
    usage: 0,
    load1: 0,
    memory: 0,
    disk: 0,
    bytesIn: 0,
    bytesOut: 0,
    bytesWritten: 0,
    pods: 0,
    upForS: 600,
  };
  readonly fx = { down: 0, stress: 0, delayS: 0 };
  /** Filled by what runs on it in each tick: busy cores, memory in bytes and requests a second. */
  readonly demand = { cores: 0, memoryBytes: 0, requests: 0 };

  constructor(
    readonly id: string,
    readonly plan: PoolPlan,
    diskRest: number,
  ) {
    this.state.disk = diskRest;
  }

  /**
   * Speed that a thread gets here. A busy loop per core shares that core half and half with it: the scheduler gives equal
   * weight to equal tasks (Linux `sched-design-CFS`).
   */
  get speed(): number {
    return 1 - this.fx.stress / 2;
  }

  /** Whether it answers in this tick. */
  stepPower(dtS: number): void {
    const { state, fx } = this;
    if (fx.down > 0) {
      state.up = 0;
      state.bootForS = 0;
    } else if (state.up === 0) {
      state.bootForS += dtS;
      if (state.bootForS >= BOOT_S) {
        state.up = 1;
        state.upForS = 0;
      }
    }
    state.downForS = state.up === 0 ? state.downForS + dtS : 0;
    if (state.up === 1) state.upForS += dtS;
    state.pods = 0;
    this.demand.cores = 0;
    this.demand.memoryBytes = 0;
    this.demand.requests = 0;
  }

  /** Turns what was asked of it into its own figures. */
  count(dtS: number): void {
    const { state, fx, demand, plan } = this;
    if (state.up === 0) {
      state.usage = 0;
      state.load1 = 0;
      state.pods = 0;
      return;
    }
    const busy = demand.cores / plan.cores + SYSTEM_USAGE;
    state.usage = Math.min(1, busy + fx.stress);
    const runnable = demand.cores + (SYSTEM_USAGE + fx.stress) * plan.cores;
    state.load1 += (runnable - state.load1) * settled(dtS, LOAD1_S);
    state.memory = Math.min(1, SYSTEM_MEMORY + demand.memoryBytes / plan.memoryBytes);
    const n = demand.requests * dtS;
    state.bytesIn += n * BYTES_PER_REQUEST;
    state.bytesOut += n * BYTES_PER_REQUEST * 1.3;
    state.bytesWritten += n * LOG_BYTES_PER_REQUEST;
  }

  series(labels: Labels): WorldSeries[] {
    const { state, fx } = this;
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

  target(): TargetState {
    const { state, fx } = this;
    return {
      compared: {
        up: state.up === 1,
        networkDelayMs: Math.round(fx.delayS * 1000),
        stressed: fx.stress > 0,
      },
      detail: { pods: state.pods, cpuUsageRatio: state.usage },
    };
  }
}

/** The machines of one zone. */
export class MachinePool extends Part {
  readonly machines: readonly Machine[];
  readonly members;
  /** All of them are well and undisturbed: the usual case, for which much need not be looked at. */
  calm = true;
  private nextPlace = 0;

  constructor(instance: Instance<PoolPlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.machines = instance.members.map(
      ({ id }, i) => new Machine(site.name(id), plan, plan.diskRest[i] ?? 0.3),
    );
    this.members = this.machines.map((machine) => {
      const { state, fx } = machine;
      return {
        id: machine.id,
        zone: plan.zone,
        spec: {
          cpuCores: plan.cores,
          memoryBytes: plan.memoryBytes,
          deletionProtection: plan.deletionProtection,
        },
        state,
        fx,
        effects: {
          "cvm.node_down": () => {
            fx.down = 1;
          },
          "cvm.cpu_exhaustion": (p: Readonly<Record<string, unknown>>) => {
            fx.stress = Math.max(fx.stress, Number(p["usageRatio"]));
          },
          "cvm.network_delay": (p: Readonly<Record<string, unknown>>) => {
            fx.delayS = Math.max(fx.delayS, Number(p["delayMs"]) / 1_000);
          },
        },
        series: (labels: Labels) => machine.series(labels),
        target: () => machine.target(),
      };
    });
  }

  /** Spreads pods over the machines, each caller beginning where the last one ended. @returns pods by machine. */
  place(pods: number): number[] {
    const n = this.machines.length;
    const home = Array.from({ length: n }, () => 0);
    for (let k = 0; k < pods; k++, this.nextPlace = (this.nextPlace + 1) % n)
      home[this.nextPlace] = (home[this.nextPlace] ?? 0) + 1;
    return home;
  }

  override begin({ dtS }: Tick): void {
    this.calm = true;
    for (const machine of this.machines) {
      machine.stepPower(dtS);
      const { state, fx } = machine;
      if (state.up === 0 || state.upForS < RETURN_AFTER_S || fx.stress > 0 || fx.delayS > 0)
        this.calm = false;
    }
  }

  override step(): void {}

  override end({ dtS }: Tick): void {
    for (const machine of this.machines) machine.count(dtS);
  }
}

export const behaviour = defineBehaviour(
  "cvm",
  cvmFleet,
  (instance, site) => new MachinePool(instance, site),
);
