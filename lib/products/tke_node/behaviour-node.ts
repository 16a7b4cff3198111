import type { UnixMs } from "@/lib/core/time";
import type { Labels } from "@/lib/metrics/store";
import type { FaultParameters } from "@/lib/simulator/part";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import { RETURN_AFTER_S, type Machine } from "../cvm/behaviour-machine";
import type { TargetState } from "../types";
import type { NodePoolPlan } from "./fleet";

/** kube-controller-manager `--node-monitor-grace-period`: so long without a report until a node is not ready. */
const GRACE_S = 40;
/** Then our toleration of `node.kubernetes.io/unreachable`, shorter than the default of five minutes. */
const TOLERATION_S = 20;
/** The kubelet takes itself for unhealthy when no listing of the containers ended for so long. */
const RUNTIME_PATIENCE_S = 180;
/** A listing of all containers takes about a second. */
const LISTING_S = 1;
/** kubelet `--eviction-pressure-transition-period`: a pressure is told for so long after it was last seen. */
const PRESSURE_STAYS_S = 300;
/** The kubelet looks after evictions, and takes one pod at a time, so often (`monitoringInterval`). */
const EVICTION_EVERY_S = 10;
/** Processes and threads of the system, and of a pod with its runtime. Our choice. */
const PROCESSES_SYSTEM = 400;
const PROCESSES_POD = 90;

const PRESSURES = ["memory", "disk", "pid"] as const;

/** One node: what the kubelet tells of its machine, and what the cluster makes of it. */
export class Node {
  readonly state = {
    /** As the cluster holds it. */
    ready: 1,
    silentForS: 0,
    notReadyForS: 0,
    readyForS: 600,
    listedS: LISTING_S,
    /** Seconds for which each pressure will still be told; 0: there is none. */
    memory: 0,
    disk: 0,
    pid: 0,
    /** Pods that the kubelet may still take off, as it looks after it. */
    due: 0,
    evictions: 0,
    processes: PROCESSES_SYSTEM,
    /** Cores that its pods request. */
    requested: 0,
    bestEffort: 0,
  };
  readonly fx = {
    kubeletDown: 0,
    hung: 0,
    cordoned: 0,
    drained: 0,
    processes: 0,
    evictionRatio: 0,
    certificateEnded: 0,
    addressesGone: 0,
  };
  readonly effects: Readonly<Record<string, (parameters: FaultParameters) => void>>;
  /** Filled by the workloads in each tick. */
  readonly demand = { cores: 0, bestEffort: 0, pods: 0 };

  constructor(
    readonly id: string,
    readonly machine: Machine,
    readonly plan: NodePoolPlan,
  ) {
    const { fx } = this;
    const raise = (name: keyof typeof fx, value = 1): void => {
      fx[name] = Math.max(fx[name], value);
    };
    this.effects = {
      "tke_node.kubelet_down": () => raise("kubeletDown"),
      "tke_node.runtime_hang": () => raise("hung"),
      "tke_node.cordoned": () => raise("cordoned"),
      "tke_node.drained": () => raise("drained"),
      "tke_node.pid_exhaustion": (p) => raise("processes", Number(p["usageRatio"])),
      "tke_node.eviction_threshold_high": (p) => raise("evictionRatio", Number(p["availableRatio"])),
      "tke_node.certificate_expired": () => raise("certificateEnded"),
      "tke_node.pod_addresses_exhausted": () => raise("addressesGone"),
    };
  }

  get coresAllocatable(): number {
    return this.plan.machines.cores - this.plan.reservedCores;
  }

  private get kubeletUp(): boolean {
    return this.machine.state.up === 1 && this.fx.kubeletDown === 0;
  }

  get pressed(): boolean {
    const { memory, disk, pid } = this.state;
    return memory + disk + pid > 0;
  }

  /** The scheduler may send pods here. */
  get takes(): boolean {
    const { state, fx } = this;
    return state.ready === 1 && fx.cordoned + fx.drained === 0 && !this.pressed;
  }

  /** A pod that was sent here can start. */
  get starts(): boolean {
    const { fx } = this;
    return this.kubeletUp && fx.hung + fx.addressesGone === 0;
  }

  /** Its pods are to be started elsewhere, as the cluster believes that they are lost. */
  get lost(): boolean {
    return this.state.notReadyForS >= TOLERATION_S;
  }

  get calm(): boolean {
    const { state, fx } = this;
    return (
      state.readyForS >= RETURN_AFTER_S &&
      !this.pressed &&
      fx.kubeletDown + fx.hung + fx.cordoned + fx.drained + fx.addressesGone === 0
    );
  }

  /** What the kubelet reports, and what the cluster concludes. @param writes whether the cluster can note anything. */
  begin(writes: boolean, dtS: number): void {
    const { state, fx } = this;
    this.demand.cores = this.demand.bestEffort = this.demand.pods = 0;
    state.listedS = fx.hung > 0 && this.kubeletUp ? state.listedS + dtS : LISTING_S;
    const reports = this.kubeletUp && fx.certificateEnded === 0;
    if (reports) state.silentForS = 0;
    // While nothing can be noted, no report is missed either: the cluster gives a new grace when it is back.
    else if (writes) state.silentForS += dtS;
    if (writes)
      state.ready = state.silentForS >= GRACE_S || (reports && state.listedS >= RUNTIME_PATIENCE_S) ? 0 : 1;
    state.notReadyForS = state.ready === 0 ? (writes ? state.notReadyForS + dtS : state.notReadyForS) : 0;
    state.readyForS = state.ready === 1 && reports ? state.readyForS + dtS : 0;
    this.stepPressure(dtS);
  }

  private stepPressure(dtS: number): void {
    const { state, fx, machine, plan } = this;
    if (!this.kubeletUp) {
      state.due = 0;
      return;
    }
    const processes = PROCESSES_SYSTEM + PROCESSES_POD * machine.state.pods;
    state.processes = Math.max(processes, Math.round(fx.processes * plan.processesMax));
    const memoryFree = fx.evictionRatio > 0 ? fx.evictionRatio : plan.evictionMemoryRatio;
    let short = 0;
    for (const kind of PRESSURES) {
      const used =
        kind === "memory"
          ? machine.state.memory > 1 - memoryFree
          : kind === "disk"
            ? machine.state.disk > 1 - plan.evictionDiskRatio
            : state.processes > (1 - plan.evictionProcessRatio) * plan.processesMax;
      if (used) short += 1;
      state[kind] = used ? PRESSURE_STAYS_S : Math.max(0, state[kind] - dtS);
    }
    state.due = short > 0 ? state.due + dtS / EVICTION_EVERY_S : 0;
  }

  /**
   * Whether the kubelet takes a pod of this kind off now; those that request nothing go first.
   * @see Kubernetes, "Node-pressure eviction": pods whose usage exceeds their requests are ranked first.
   */
  evictsOne(bestEffort: boolean): boolean {
    const { state } = this;
    if (state.due < 1 || (!bestEffort && state.bestEffort > 0)) return false;
    state.due -= 1;
    if (bestEffort) state.bestEffort -= 1;
    return true;
  }

  /** After the workloads told what they run here. */
  end(): void {
    this.state.requested = this.demand.cores;
    this.state.bestEffort = this.demand.bestEffort;
  }

  series(labels: Labels, certificateEndsAt: UnixMs, now: () => UnixMs): WorldSeries[] {
    const { state, fx, machine, plan } = this;
    const series = new SeriesOf(labels, () => machine.state.up === 1)
      .always("tke_node_up", () => (this.kubeletUp ? 1 : 0))
      .always("tke_node_ready", () => state.ready)
      .always("tke_node_unschedulable", () => (fx.cordoned + fx.drained > 0 ? 1 : 0))
      .always("tke_node_pods", () => machine.state.pods)
      .always("tke_node_pod_addresses_free", () =>
        fx.addressesGone > 0 ? 0 : Math.max(0, plan.podsMax - machine.state.pods),
      )
      .always("tke_node_cpu_allocatable_cores", () => this.coresAllocatable)
      .gauge("tke_node_cpu_requested_ratio", () => state.requested / this.coresAllocatable)
      .counter(
        "tke_node_memory_available_bytes",
        () => (1 - machine.state.memory) * plan.machines.memoryBytes,
      )
      .always("tke_node_evictions_total", () => Math.floor(state.evictions))
      .gauge("tke_node_processes", () => state.processes)
      .gauge("tke_node_pleg_relist_age_seconds", () => state.listedS)
      .always("tke_node_certificate_remaining_seconds", () =>
        fx.certificateEnded > 0 ? 0 : Math.max(0, Math.round((certificateEndsAt - now()) / 1_000)),
      );
    for (const kind of PRESSURES)
      series.gauge("tke_node_pressure", () => (state[kind] > 0 ? 1 : 0), { kind });
    return series.all;
  }

  target(): TargetState {
    const { state, fx } = this;
    return {
      compared: {
        up: this.kubeletUp,
        ready: state.ready === 1,
        schedulable: fx.cordoned + fx.drained === 0,
        runtimeAnswers: fx.hung === 0,
        processesTaken: fx.processes > 0,
        evictionThreshold: fx.evictionRatio > 0 ? fx.evictionRatio : this.plan.evictionMemoryRatio,
        certificateValid: fx.certificateEnded === 0,
        addressesFree: fx.addressesGone === 0,
      },
      detail: { pods: this.machine.state.pods, underPressure: this.pressed, evictions: state.evictions },
    };
  }
}
