import { newHistogram, newLatency, observe, observeFailures } from "@/lib/simulator/latency";
import type { Labels } from "@/lib/metrics/store";
import type { Zone } from "@/lib/simulator/part";
import { newServed, serve, type Served } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { TargetState } from "../types";
import { bytesPerSMax, iopsMax, PERFORMANCE, type DisksPlan } from "./fleet";
import { DISK_BUCKETS } from "./metrics";

const DAY_S = 86_400;
/** Operations that the disk works on at once. */
const PARALLEL = 32;
/** `nr_requests`: how many the kernel queues before who asks must wait. */
const QUEUE_MOST = 256;
/** What a caller gives an operation: the time-out of its statement. */
export const PATIENCE_S = 3;
/** InnoDB's page, and what a commit writes of the log. */
const READ_BYTES = 16_384;
const WRITE_BYTES = 8_192;
/** A snapshot that failed is tried again each minute. */
const RETRY_S = 60;
/** What fails does so after a few attempts of the driver, and what does not was sent twice now and then. */
const ERROR_AFTER_S = 0.5;

/** One disk and who stands on it. */
export class Disk {
  readonly state;
  readonly fx = {
    delayS: 0,
    stolen: 0,
    limitCut: 0,
    errors: 0,
    hung: 0,
    detached: 0,
    snapshotFails: 0,
  };
  readonly iopsMax: number;
  readonly bytesMax: number;
  /** Of an operation in this tick. */
  readonly latency = newLatency(0.001);
  failed = 0;
  private readonly served: Served = newServed();

  constructor(
    readonly id: string,
    readonly zone: Zone | null,
    readonly attachedTo: string,
    readonly plan: DisksPlan,
    /** Snapshots of different disks are taken at different hours. */
    snapshotAgeS: number,
  ) {
    this.iopsMax = iopsMax(plan.type, plan.sizeBytes);
    this.bytesMax = bytesPerSMax(plan.type, plan.sizeBytes);
    this.state = {
      reads: 0,
      writes: 0,
      errors: 0,
      throttled: 0,
      queue: 0,
      busy: 0,
      iops: 0,
      bytesPerS: 0,
      backlog: 0,
      snapshotAgeS,
      snapshotFailures: 0,
      retryInS: 0,
      latency: newHistogram(DISK_BUCKETS),
    };
  }

  /** What of its limits is left, as operations a second of this mix. */
  private limit(reads: number, perS: number): number {
    const bytes = perS > 0 ? (reads * READ_BYTES + (perS - reads) * WRITE_BYTES) / perS : READ_BYTES;
    return Math.min(this.iopsMax, this.bytesMax / bytes) * (1 - this.fx.limitCut);
  }

  /** Nothing ends: what is asked for stays in the queue until it is full, and whoever asks gives up. */
  private stall(perS: number, dtS: number): void {
    const { state, fx, latency } = this;
    const hung = fx.detached === 0;
    this.failed = 1;
    latency.meanS = PERFORMANCE[this.plan.type].latencyS;
    latency.varianceS2 = latency.meanS ** 2;
    state.queue = hung ? Math.min(QUEUE_MOST, state.queue + perS * dtS) : 0;
    state.busy = hung ? 1 : 0;
    state.iops = state.bytesPerS = state.backlog = 0;
    state.errors += perS * dtS;
    if (hung) observeFailures(state.latency, DISK_BUCKETS, perS * dtS, PATIENCE_S);
  }

  /** Serves `reads` and `writes` a second of who stands on it. */
  serve(reads: number, writes: number, dtS: number): void {
    const { state, fx, latency, served } = this;
    this.stepSnapshots(dtS);
    if (fx.hung > 0 || fx.detached > 0) {
      this.stall(reads + writes, dtS);
      return;
    }
    const stolen = fx.stolen * this.iopsMax;
    const perS = reads + writes + stolen;
    const limit = this.limit(reads + stolen, perS);
    serve(perS, limit, PARALLEL, PATIENCE_S, state.backlog, dtS, served);
    const baseS = PERFORMANCE[this.plan.type].latencyS + fx.delayS;
    // A packet that is lost is sent again after the driver's time-out.
    const againS = fx.errors * ERROR_AFTER_S;
    latency.meanS = baseS + served.waitS + againS;
    latency.varianceS2 = (baseS / 2) ** 2 + served.waitS ** 2 + againS ** 2;
    this.failed = 1 - (1 - served.failed) * (1 - fx.errors);
    const n = perS * dtS;
    const done = 1 - this.failed;
    // Who finds others waiting for the limit waits as well.
    if (served.backlog > 0 || state.backlog > 0) state.throttled += n;
    state.backlog = served.backlog;
    state.reads += (reads + stolen) * dtS * done;
    state.writes += writes * dtS * done;
    state.errors += n * this.failed;
    state.iops = Math.min(perS, limit);
    state.bytesPerS =
      perS > 0 ? (state.iops * ((reads + stolen) * READ_BYTES + writes * WRITE_BYTES)) / perS : 0;
    // Little's law, and what is left for the next tick.
    state.queue = Math.min(QUEUE_MOST, perS * latency.meanS);
    state.busy = 1 - Math.exp(-perS * latency.meanS);
    observe(state.latency, DISK_BUCKETS, n * done, latency);
    observeFailures(state.latency, DISK_BUCKETS, n * this.failed, ERROR_AFTER_S);
  }

  private stepSnapshots(dtS: number): void {
    const { state, fx, plan } = this;
    if (!plan.backupEnabled) return;
    state.snapshotAgeS += dtS;
    if (fx.snapshotFails === 0) {
      state.retryInS = 0;
      if (state.snapshotAgeS >= DAY_S) state.snapshotAgeS -= DAY_S;
      return;
    }
    state.retryInS -= dtS;
    while (state.retryInS <= 0) {
      state.snapshotFailures += 1;
      state.retryInS += RETRY_S;
    }
  }

  series(labels: Labels): WorldSeries[] {
    const { state, fx, plan } = this;
    const left = () => Math.max(0.001, 1 - fx.limitCut);
    const series = new SeriesOf(labels, () => fx.detached === 0)
      .always("cbs_up", () => (fx.detached > 0 ? 0 : 1))
      .always("cbs_size_bytes", () => plan.sizeBytes)
      .counter("cbs_operations_total", () => state.reads, { direction: "read" })
      .counter("cbs_operations_total", () => state.writes, { direction: "write" })
      .counter("cbs_transferred_bytes_total", () => state.reads * READ_BYTES, { direction: "read" })
      .counter("cbs_transferred_bytes_total", () => state.writes * WRITE_BYTES, { direction: "write" })
      .histogram("cbs_operation_duration_seconds", DISK_BUCKETS, state.latency)
      .gauge("cbs_queue_depth", () => state.queue)
      .gauge("cbs_io_time_ratio", () => state.busy)
      .gauge("cbs_iops_usage_ratio", () => Math.min(1, state.iops / (this.iopsMax * left())))
      .gauge("cbs_throughput_usage_ratio", () => Math.min(1, state.bytesPerS / (this.bytesMax * left())))
      .counter("cbs_throttled_operations_total", () => state.throttled)
      .counter("cbs_errors_total", () => state.errors);
    if (!plan.backupEnabled) return series.all;
    return series
      .gauge("cbs_snapshot_age_seconds", () => Math.round(state.snapshotAgeS))
      .counter("cbs_snapshot_failures_total", () => state.snapshotFailures).all;
  }

  target(): TargetState {
    const { fx } = this;
    return {
      compared: {
        attached: fx.detached === 0,
        hung: fx.hung > 0,
        limitsLowered: fx.limitCut > 0,
        disturbed: fx.delayS > 0 || fx.stolen > 0 || fx.errors > 0,
        snapshotsRefused: fx.snapshotFails > 0,
      },
      detail: { attachedTo: this.attachedTo },
    };
  }
}
