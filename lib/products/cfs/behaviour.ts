import { DAY_MS } from "@/lib/core/time";
import type { Labels } from "@/lib/metrics/store";
import type { Port } from "@/lib/simulator/graph";
import { newHistogram, newLatency, observe, observeFailures } from "@/lib/simulator/latency";
import {
  defineBehaviour,
  Part,
  type FindPart,
  type Instance,
  type Site,
  type Tick,
} from "@/lib/simulator/part";
import { newServed, serve, settled } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { TargetState } from "../types";
import { CALL_BUCKETS } from "../views";
import { BASE_PER_GIB, cfsFleet, type FileSystemPlan } from "./fleet";

const GIB = 1024 ** 3;
const TIB = 1024 ** 4;
/** New bursting file systems start with 2.1 TiB of credits, which is also their ceiling (Amazon EFS). */
const CREDITS_MAX = 2.1 * TIB;
/** Single-digit milliseconds for a small operation, as NFS services promise. */
const OPERATION_S = 0.003;
/** Front ends that work on operations at once: our choice. */
const SERVERS = 16;
/** A job that copies moves this much in one operation (`rsize` and `wsize` of NFS). */
const COPY_BYTES = 1024 ** 2;
/** Look-ups and attributes for each read or write, most of them answered by the client's cache. */
const METADATA_PER_OPERATION = 0.5;
/** A hard mount hangs until its caller gives up. */
const HANG_S = 3;
/** NFS gives up waiting for a busy server and asks again (`timeo`, tenths of a second, default 600); callers much sooner. */
const PATIENCE_S = 3;
/** `EACCES` and `ENOSPC` come at once. */
const REFUSED_AFTER_S = 0.005;
/** Share of the bytes written that stay: most files replace others. Our choice. */
const KEPT_SHARE = 0.005;
/** And are deleted after three days on average. Our choice: a system then holds its plan's share, however long it runs. */
const KEPT_FOR_S = (3 * DAY_MS) / 1_000;

interface Mounting {
  ready(): number;
}
const isMounting = (part: object): part is Mounting => "ready" in part && typeof part.ready === "function";

const REASONS = ["no_space", "denied", "unreachable", "timeout"] as const;
type Reason = (typeof REASONS)[number];

class FileSystem extends Part {
  override readonly state;
  readonly members;
  private readonly plan: FileSystemPlan;
  private readonly read: Port;
  private readonly write: Port;
  private readonly mounting: Mounting[] = [];
  private readonly fx = {
    creditsTaken: 0,
    copy: 0,
    walk: 0,
    fillPerMinute: 0,
    cutShare: 0,
    readOnly: 0,
    delayS: 0,
  };
  private readonly served = newServed();
  private readonly latency = newLatency(OPERATION_S);

  constructor(instance: Instance<FileSystemPlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    this.read = this.open("read");
    this.write = this.open("write");
    this.state = {
      usedBytes: plan.capacityBytes * plan.usedRest,
      /** What a fault has written on top. */
      filledBytes: 0,
      credits: plan.throughputMode === "bursting" ? CREDITS_MAX : 0,
      permitted: plan.bytesPerS,
      throughputUsage: 0,
      iopsUsage: 0,
      clients: 0,
      backlog: 0,
      operations: { read: 0, write: 0, metadata: 0 },
      errors: { no_space: 0, denied: 0, unreachable: 0, timeout: 0 },
      readBytes: 0,
      writtenBytes: 0,
      latency: newHistogram(CALL_BUCKETS),
    };
    const { fx } = this;
    this.members = instance.members.map(({ id, zone }) => ({
      id: site.name(id),
      zone,
      spec: {
        capacityBytes: plan.capacityBytes,
        throughputMode: plan.throughputMode,
        throughputBytesPerS: plan.bytesPerS,
        iopsMax: plan.iopsMax,
        deletionProtection: true,
      },
      state: {},
      fx,
      effects: {
        "cfs.burst_credits_exhausted": (p: Readonly<Record<string, unknown>>) => {
          fx.creditsTaken = 1;
          fx.copy = Math.max(fx.copy, Number(p["loadRatio"]));
        },
        "cfs.metadata_storm": (p: Readonly<Record<string, unknown>>) => {
          fx.walk = Math.max(fx.walk, Number(p["loadRatio"]));
        },
        "cfs.capacity_full": (p: Readonly<Record<string, unknown>>) => {
          fx.fillPerMinute = Math.max(fx.fillPerMinute, Number(p["fillRatioPerMinute"]));
        },
        "cfs.mount_target_lost": (p: Readonly<Record<string, unknown>>) => {
          fx.cutShare = Math.max(fx.cutShare, Number(p["clientsRatio"]));
        },
        "cfs.permission_rule_changed": () => {
          fx.readOnly = 1;
        },
        "cfs.network_delay": (p: Readonly<Record<string, unknown>>) => {
          fx.delayS = Math.max(fx.delayS, Number(p["delayMs"]) / 1_000);
        },
      },
      series: (labels: Labels) => this.series(labels),
      target: () => this.target(),
    }));
  }

  override wire(find: FindPart): void {
    for (const name of this.plan.mountedBy) {
      const part = find(name);
      if (isMounting(part)) this.mounting.push(part);
    }
  }

  private get basePerS(): number {
    const { plan, state } = this;
    return plan.throughputMode === "bursting" ? (state.usedBytes / GIB) * BASE_PER_GIB : plan.bytesPerS;
  }

  private get credits(): number {
    return this.fx.creditsTaken > 0 ? 0 : this.state.credits;
  }

  private get usedShare(): number {
    return Math.min(1, (this.state.usedBytes + this.state.filledBytes) / this.plan.capacityBytes);
  }

  override begin({ dtS }: Tick): void {
    const { state, fx, plan } = this;
    const room = plan.capacityBytes - state.usedBytes;
    state.filledBytes =
      fx.fillPerMinute > 0
        ? Math.min(room, state.filledBytes + (fx.fillPerMinute * plan.capacityBytes * dtS) / 60)
        : 0;
    let clients = 0;
    for (const service of this.mounting) clients += service.ready();
    state.clients = clients * (1 - fx.cutShare);
  }

  override step({ dtS }: Tick): void {
    const { state, fx, plan, read, write } = this;
    const here = 1 - fx.cutShare;
    const reads = (read.offered + plan.jobReadsPerS) * here;
    const writes = (write.offered + plan.jobWritesPerS) * here;
    const copyPerS = (fx.copy * this.basePerS) / COPY_BYTES;
    const walkPerS = fx.walk * plan.iopsMax;
    const operations = (reads + writes) * (1 + METADATA_PER_OPERATION) + copyPerS + walkPerS;
    const bytes = (reads + writes) * plan.operationBytes + copyPerS * COPY_BYTES;
    this.stepCredits(bytes, dtS);
    state.iopsUsage = operations / plan.iopsMax;
    state.throughputUsage = bytes / state.permitted;
    // The tighter of the two limits is what operations wait for.
    const capacity = operations / Math.max(1e-9, state.iopsUsage, state.throughputUsage);
    serve(operations, capacity, SERVERS, PATIENCE_S, state.backlog, dtS, this.served);
    state.backlog = this.served.backlog;
    const { waitS, failed } = this.served;
    const { latency } = this;
    latency.meanS = OPERATION_S + fx.delayS + waitS;
    latency.varianceS2 = (OPERATION_S / 2) ** 2 + (fx.delayS / 8) ** 2 + waitS ** 2;
    const done = operations * dtS * (1 - failed);
    observe(state.latency, CALL_BUCKETS, done, latency);
    const full = this.usedShare >= 1 ? 1 : 0;
    this.fail("timeout", operations * failed * dtS, PATIENCE_S);
    this.fail(
      "unreachable",
      (read.offered + write.offered + plan.jobReadsPerS + plan.jobWritesPerS) * fx.cutShare * dtS,
      HANG_S,
    );
    const lastingWrites = writes * (1 - failed);
    this.fail("denied", lastingWrites * fx.readOnly * dtS, REFUSED_AFTER_S);
    this.fail("no_space", lastingWrites * (1 - fx.readOnly) * full * dtS, REFUSED_AFTER_S);
    const written = lastingWrites * (1 - fx.readOnly) * (1 - full) * dtS;
    state.operations.read += (reads + copyPerS) * dtS;
    state.operations.write += writes * dtS;
    state.operations.metadata += ((reads + writes) * METADATA_PER_OPERATION + walkPerS) * dtS;
    state.readBytes += (reads * plan.operationBytes + copyPerS * COPY_BYTES) * (1 - failed) * dtS;
    state.writtenBytes += written * plan.operationBytes;
    const kept = written * plan.operationBytes * KEPT_SHARE;
    const old = (state.usedBytes - plan.capacityBytes * plan.usedRest) * settled(dtS, KEPT_FOR_S);
    state.usedBytes = Math.min(plan.capacityBytes, state.usedBytes + kept - old);
    this.tell(read, failed);
    this.tell(write, 1 - (1 - failed) * (1 - Math.max(fx.readOnly, full)));
  }

  /** Credits are earned at the base rate and paid for each byte. */
  private stepCredits(bytes: number, dtS: number): void {
    const { state, plan } = this;
    if (plan.throughputMode === "provisioned") {
      state.permitted = plan.bytesPerS;
      return;
    }
    const { basePerS, fx } = this;
    if (fx.creditsTaken === 0)
      state.credits = Math.min(CREDITS_MAX, Math.max(0, state.credits + (basePerS - bytes) * dtS));
    state.permitted = this.credits > 0 ? Math.max(basePerS, plan.bytesPerS) : basePerS;
  }

  private fail(reason: Reason, n: number, afterS: number): void {
    if (n <= 0) return;
    this.state.errors[reason] += n;
    observeFailures(this.state.latency, CALL_BUCKETS, n, afterS);
  }

  private tell({ next }: Port, failed: number): void {
    const { fx, latency } = this;
    next.failed = 1 - (1 - failed) * (1 - fx.cutShare);
    next.failsAfterS =
      fx.cutShare > 0 ? HANG_S : failed > 0 && this.served.failed > 0 ? PATIENCE_S : REFUSED_AFTER_S;
    next.latency.meanS = latency.meanS;
    next.latency.varianceS2 = latency.varianceS2;
  }

  private series(labels: Labels): WorldSeries[] {
    const { state, fx } = this;
    const series = new SeriesOf(labels)
      .always("cfs_up", () => (fx.cutShare >= 1 ? 0 : 1))
      .gauge("cfs_clients", () => Math.round(state.clients))
      .histogram("cfs_operation_duration_seconds", CALL_BUCKETS, state.latency)
      .counter("cfs_read_bytes_total", () => state.readBytes)
      .counter("cfs_write_bytes_total", () => state.writtenBytes)
      .gauge("cfs_iops_usage_ratio", () => state.iopsUsage)
      .gauge("cfs_throughput_usage_ratio", () => state.throughputUsage)
      .counter("cfs_permitted_throughput_bytes_per_second", () => state.permitted)
      .counter("cfs_capacity_used_bytes", () => this.usedShare * this.plan.capacityBytes)
      .gauge("cfs_capacity_usage_ratio", () => this.usedShare);
    if (this.plan.throughputMode === "bursting") series.counter("cfs_burst_credit_bytes", () => this.credits);
    for (const operation of ["read", "write", "metadata"] as const)
      series.counter("cfs_operations_total", () => state.operations[operation], { operation });
    for (const reason of REASONS)
      series.counter("cfs_operation_errors_total", () => state.errors[reason], { reason });
    return series.all;
  }

  private target(): TargetState {
    const { fx } = this;
    return {
      compared: {
        up: fx.cutShare < 1,
        writable: fx.readOnly === 0 && this.usedShare < 1,
        mounted: fx.cutShare === 0,
        creditsLeft: this.plan.throughputMode === "provisioned" || this.credits > 0,
        filled: this.state.filledBytes > 0,
      },
      detail: { capacityUsedPercent: Math.round(this.usedShare * 100) },
    };
  }
}

export const behaviour = defineBehaviour("cfs", cfsFleet, (instance, site) => new FileSystem(instance, site));
