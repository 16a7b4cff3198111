import type { Labels } from "@/lib/metrics/store";
import { meet, newDownstream, type Port } from "@/lib/simulator/graph";
import { newHistogram, newLatency, observe } from "@/lib/simulator/latency";
import {
  defineBehaviour,
  Part,
  type FindPart,
  type Instance,
  type Member,
  type Site,
  type Tick,
} from "@/lib/simulator/part";
import { settled } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { TargetState } from "../types";
import { REQUEST_BUCKETS } from "../views";
import { dtsFleet, type TaskPlan } from "./fleet";

/** A task starts from its checkpoint and reconnects to both ends. */
const START_S = 30;
/** Reading, parsing and batching: what a row takes on its way when nothing waits. Our choice. */
const PIPELINE_S = 0.8;
/** Batches that are written at once, and rows in one. */
const PARALLEL = 16;
const BATCH_ROWS = 200;
const ROW_BYTES = 320;
/** A batch that was refused is tried again so often. */
const RETRY_S = 5;
/** A task that fails at one row for this long is started again. */
const RESTART_EACH_S = 30;
/** The lag is told by the pace of the last minutes. */
const PACE_S = 300;
/** An end from which nearly nothing comes back is taken for disconnected. */
const DISCONNECTED = 0.9;

/** A replication task: reads the source's log and writes what changed to its target. */
class Task extends Part {
  override readonly state;
  readonly members: readonly Member[];
  private readonly fx = {
    down: 0,
    sourceCut: 0,
    refused: 0,
    delayS: 0,
    capacityCut: 0,
    conflicts: 0,
    broken: 0,
  };
  private readonly plan: TaskPlan;
  private readonly apply: Port;
  private source: Part | undefined;
  private written: Port | undefined;
  private readonly downstream = newDownstream();
  private readonly batch = newLatency(0.01);

  constructor(instance: Instance<TaskPlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    this.apply = this.open("apply");
    this.state = {
      up: 1,
      startForS: 0,
      sourceConnected: 1,
      targetConnected: 1,
      /** Rows changed at the source and not yet at the target. */
      pending: 0,
      /** Rows a second that changed in the last tick, and slowly averaged. */
      changedPerS: 0,
      pacePerS: 0,
      changed: 0,
      applied: 0,
      errors: 0,
      conflicts: 0,
      restarts: 0,
      brokenForS: 0,
      usage: 0,
      latency: newHistogram(REQUEST_BUCKETS),
    };
    const { fx } = this;
    this.members = instance.members.map(({ id, zone }) => ({
      id: site.name(id),
      zone,
      spec: {
        source: site.name(plan.source),
        target: site.name(plan.target),
        class: plan.className,
        rowsPerSMax: plan.rowsPerSMax,
      },
      // The part is this one resource: its state is saved as the part's.
      state: {},
      fx,
      effects: {
        "dts.process_down": () => {
          fx.down = 1;
        },
        "dts.source_cut": () => {
          fx.sourceCut = 1;
        },
        "dts.credentials_expired": () => {
          fx.refused = 1;
        },
        "dts.target_delay": (p) => {
          fx.delayS = Math.max(fx.delayS, Number(p["delayMs"]) / 1_000);
        },
        "dts.class_lowered": (p) => {
          fx.capacityCut = Math.max(fx.capacityCut, 1 - Number(p["capacityRatio"]));
        },
        "dts.conflicts": (p) => {
          fx.conflicts = Math.max(fx.conflicts, Number(p["rowsRatio"]));
        },
        "dts.schema_break": () => {
          fx.broken = 1;
        },
      },
      series: (labels) => this.series(labels),
      target: () => this.target(),
    }));
  }

  override wire(find: FindPart): void {
    this.source = find(this.plan.source);
    this.written = this.source.port("write");
  }

  override standsOn(): readonly string[] {
    return this.source?.members.map(({ id }) => id) ?? [];
  }

  override atDesignPeak(): void {
    this.apply.offered = (this.written?.offered ?? 0) * this.plan.rowsPerStatement;
  }

  override size(): void {
    // Until the first minutes have passed, the pace is a third of the design peak's.
    this.state.pacePerS = this.apply.offered / 3;
  }

  /** Rows a second that it may move: by its class, and by how long a batch takes. */
  private capacity(): number {
    const { fx, plan } = this;
    const byClass = plan.rowsPerSMax * (1 - fx.capacityCut);
    return fx.delayS > 0 ? Math.min(byClass, (PARALLEL * BATCH_ROWS) / fx.delayS) : byClass;
  }

  private get moves(): boolean {
    const { fx, state } = this;
    return state.up === 1 && fx.sourceCut === 0 && fx.refused === 0 && fx.broken === 0;
  }

  private stepLiveness(dtS: number): void {
    const { fx, state } = this;
    if (fx.down > 0) {
      state.up = 0;
      state.startForS = 0;
    } else if (state.up === 0) {
      state.startForS += dtS;
      if (state.startForS < START_S) return;
      state.up = 1;
      state.restarts += 1;
    }
  }

  override begin({ dtS }: Tick): void {
    this.stepLiveness(dtS);
    const { state } = this;
    const wanted = state.pending / dtS + state.changedPerS;
    this.apply.offered = this.moves ? Math.min(wanted, this.capacity()) : 0;
  }

  override step({ dtS }: Tick): void {
    const { state, fx, plan, apply, downstream, written } = this;
    meet(apply, downstream);
    const sourceFailed = written?.seen.failed ?? 0;
    state.changedPerS = (written?.offered ?? 0) * (1 - sourceFailed) * plan.rowsPerStatement;
    state.pacePerS += (state.changedPerS - state.pacePerS) * settled(dtS, PACE_S);
    state.changed += state.changedPerS * dtS;
    const waiting = state.pending + state.changedPerS * dtS;
    const sent = Math.min(waiting, apply.offered * dtS);
    const applied = sent * (1 - downstream.failed);
    state.pending = waiting - applied;
    state.applied += applied;
    state.errors += sent - applied;
    state.conflicts += applied * fx.conflicts;
    state.usage = Math.min(1, applied / dtS / Math.max(1, plan.rowsPerSMax * (1 - fx.capacityCut)));
    state.sourceConnected = state.up === 1 && fx.sourceCut === 0 && sourceFailed < DISCONNECTED ? 1 : 0;
    state.targetConnected = state.up === 1 && fx.refused === 0 && downstream.failed < DISCONNECTED ? 1 : 0;
    if (fx.refused > 0) state.errors += (PARALLEL * dtS) / RETRY_S;
    this.stepBroken(dtS);
    this.batch.meanS = downstream.meanS + fx.delayS;
    this.batch.varianceS2 = downstream.varianceS2 + (fx.delayS / 10) ** 2;
    observe(state.latency, REQUEST_BUCKETS, applied / BATCH_ROWS, this.batch);
  }

  /** It comes to the same row again and again. */
  private stepBroken(dtS: number): void {
    const { state, fx } = this;
    if (fx.broken === 0 || state.up === 0) {
      state.brokenForS = 0;
      return;
    }
    const before = Math.floor(state.brokenForS / RESTART_EACH_S);
    state.brokenForS += dtS;
    state.restarts += Math.floor(state.brokenForS / RESTART_EACH_S) - before;
    state.errors += dtS / RETRY_S;
  }

  private lagS(): number {
    const { state, fx } = this;
    return PIPELINE_S + fx.delayS + state.pending / Math.max(1, state.pacePerS);
  }

  private series(labels: Labels): WorldSeries[] {
    const { state } = this;
    return new SeriesOf(labels)
      .always("dts_up", () => state.up)
      .always("dts_source_connected", () => state.sourceConnected)
      .always("dts_target_connected", () => state.targetConnected)
      .seconds("dts_replication_lag_seconds", () => this.lagS())
      .gauge("dts_pending_rows", () => Math.round(state.pending))
      .counter("dts_source_rows_total", () => state.changed)
      .counter("dts_applied_rows_total", () => state.applied)
      .counter("dts_applied_bytes_total", () => state.applied * ROW_BYTES)
      .counter("dts_apply_errors_total", () => state.errors)
      .counter("dts_conflicts_total", () => state.conflicts)
      .histogram("dts_apply_duration_seconds", REQUEST_BUCKETS, state.latency)
      .gauge("dts_capacity_usage_ratio", () => state.usage)
      .counter("dts_task_restarts_total", () => state.restarts).all;
  }

  private target(): TargetState {
    const { state, fx } = this;
    return {
      compared: {
        up: state.up === 1,
        sourceConnected: state.sourceConnected === 1,
        targetConnected: state.targetConnected === 1,
        inTime: this.lagS() < 10,
        disturbed: fx.delayS > 0 || fx.capacityCut > 0 || fx.conflicts > 0 || fx.broken > 0,
      },
      detail: {},
    };
  }
}

export const behaviour = defineBehaviour("dts", dtsFleet, (instance, site) => new Task(instance, site));
