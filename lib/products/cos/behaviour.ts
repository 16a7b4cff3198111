import type { Labels } from "@/lib/metrics/store";
import type { Port } from "@/lib/simulator/graph";
import { newHistogram, newLatency, observe } from "@/lib/simulator/latency";
import { defineBehaviour, Part, type Instance, type Site, type Tick } from "@/lib/simulator/part";
import { settled } from "@/lib/simulator/queueing";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import type { TargetState } from "../types";
import { REQUEST_BUCKETS } from "../views";
import { cosFleet, type BucketPlan } from "./fleet";

/** First byte of a small object inside the region. S3's design guide speaks of 100 to 200 ms at the slow end. */
const FIRST_BYTE_S = 0.03;
/** What one connection carries inside the region. */
const BYTES_PER_S = 60e6;
/** Denied and throttled requests are answered before any data is touched. */
const REFUSED_AFTER_S = 0.01;
/** Pages link to some objects that are gone, and crawlers ask for others: one in fifty, our choice. */
const NOT_FOUND_REST = 0.02;
/** Erasure coding: an object is cut into 12 shards, 4 more make up for losses. Our choice, as COS does not tell. */
const SHARDS = 16;
const SPARE_SHARDS = 4;
/** A read that lacks a shard waits for others and computes it. */
const REBUILD_S = 0.35;
/** A copy reaches the other region after about a minute when the line has room. */
const REPLICATION_REST_S = 45;
/** Objects that were moved by mistake come back in this time constant: expedited restores take one to five minutes. */
const RESTORE_S = 60;

/** Share of the objects that miss more than `spare` of their shards, when each shard is lost with this chance (binomial). */
export function lostShare(chance: number, spare: number): number {
  let term = (1 - chance) ** SHARDS;
  let kept = term;
  for (let k = 1; k <= spare; k++) {
    term *= ((SHARDS - k + 1) / k) * (chance / Math.max(1e-12, 1 - chance));
    kept += term;
  }
  return chance >= 1 ? 1 : Math.max(0, 1 - kept);
}

const CODES = ["200", "403", "404", "500", "503"] as const;
type Counts = Record<(typeof CODES)[number], number>;
const newCounts = (): Counts => ({ 200: 0, 403: 0, 404: 0, 500: 0, 503: 0 });

class Bucket extends Part {
  override readonly state;
  readonly members;
  private readonly plan: BucketPlan;
  private readonly get: Port;
  private readonly put: Port;
  private readonly fx = {
    load: 0,
    banned: 0,
    expired: 0,
    nodesLost: 0,
    delayS: 0,
    replicationCut: 0,
    deleted: 0,
    movedPerMinute: 0,
  };
  private readonly latency = newLatency(FIRST_BYTE_S);
  private readonly firstByte = newLatency(FIRST_BYTE_S);
  /** Outcome of one operation in this tick, by status code. */
  private readonly share = newCounts();

  constructor(instance: Instance<BucketPlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    this.get = this.open("get");
    this.put = this.open("put");
    this.state = {
      gets: newCounts(),
      puts: newCounts(),
      throttled: 0,
      quotaUsage: 0,
      sentBytes: 0,
      receivedBytes: 0,
      objects: plan.objects,
      /** Objects in use that a wrong rule moved to the archive, as a share. */
      misplaced: 0,
      transitions: 0,
      pendingBytes: 0,
      lagS: plan.replication ? REPLICATION_REST_S : 0,
      duration: newHistogram(REQUEST_BUCKETS),
      firstByte: newHistogram(REQUEST_BUCKETS),
    };
    const { fx } = this;
    this.members = instance.members.map(({ id, zone }) => ({
      id: site.name(id),
      zone,
      spec: {
        requestQuotaPerS: plan.quotaPerS,
        versioning: plan.versioning,
        replication: plan.replication,
        multiZone: true,
        deletionProtection: plan.versioning,
      },
      state: {},
      fx,
      effects: {
        "cos.request_quota_reached": (p: Readonly<Record<string, unknown>>) => {
          fx.load = Math.max(fx.load, Number(p["loadRatio"]));
        },
        "cos.api_banned": () => {
          fx.banned = 1;
        },
        "cos.credentials_expired": (p: Readonly<Record<string, unknown>>, forS: number) => {
          const spreadS = Number(p["spreadS"]);
          const share = Number(p["clientsRatio"]) * (spreadS > 0 ? Math.min(1, forS / spreadS) : 1);
          fx.expired = Math.max(fx.expired, share);
        },
        "cos.internal_errors": (p: Readonly<Record<string, unknown>>) => {
          fx.nodesLost = Math.max(fx.nodesLost, Number(p["nodesRatio"]));
        },
        "cos.first_byte_slow": (p: Readonly<Record<string, unknown>>) => {
          fx.delayS = Math.max(fx.delayS, Number(p["delayMs"]) / 1_000);
        },
        "cos.replication_broken": () => {
          fx.replicationCut = 1;
        },
        "cos.objects_deleted": (p: Readonly<Record<string, unknown>>) => {
          fx.deleted = Math.max(fx.deleted, Number(p["deletedRatio"]));
        },
        "cos.lifecycle_misconfigured": (p: Readonly<Record<string, unknown>>) => {
          fx.movedPerMinute = Math.max(fx.movedPerMinute, Number(p["movedRatioPerMinute"]));
        },
      },
      series: (labels: Labels) => this.series(labels),
      target: () => this.target(),
    }));
  }

  override step({ dtS }: Tick): void {
    const { state, fx, plan } = this;
    this.stepLifecycle(dtS);
    const gets = this.get.offered + plan.jobGetsPerS;
    const puts = this.put.offered + plan.jobPutsPerS;
    const job = fx.load * plan.quotaPerS;
    const total = gets + puts + job;
    state.quotaUsage = total / plan.quotaPerS;
    const throttled = Math.max(0, 1 - plan.quotaPerS / Math.max(1e-9, total));
    state.throttled += total * throttled * dtS;
    // The job reads as everyone does, so its requests count with the others.
    this.serveGets(gets + job, throttled, dtS);
    this.servePuts(puts, throttled, dtS);
  }

  private stepLifecycle(dtS: number): void {
    const { state, fx, plan } = this;
    if (fx.movedPerMinute > 0) {
      const moved = Math.min(1 - state.misplaced, (fx.movedPerMinute * dtS) / 60);
      state.misplaced += moved;
      state.transitions += moved * plan.objects;
    } else if (state.misplaced > 0) {
      const left = state.misplaced * (1 - settled(dtS, RESTORE_S));
      state.misplaced = left < 0.001 ? 0 : left;
    }
    state.objects = plan.objects * (1 - fx.deleted);
  }

  /** In the order in which a request is judged: may it, is there room, is it there, can it be read. */
  private judge(throttled: number, missing: number, archived: number, lost: number): void {
    const { share, fx } = this;
    const denied = 1 - (1 - fx.banned) * (1 - fx.expired);
    let left = 1 - throttled;
    share[503] = throttled;
    share[403] = left * denied;
    left -= share[403];
    share[404] = left * missing;
    left -= share[404];
    share[403] += left * archived;
    left -= left * archived;
    share[500] = left * lost;
    share[200] = left - share[500];
  }

  private serveGets(perS: number, throttled: number, dtS: number): void {
    const { state, fx, plan, latency, firstByte, share } = this;
    const missing = NOT_FOUND_REST + (1 - NOT_FOUND_REST) * fx.deleted;
    this.judge(throttled, missing, state.misplaced, lostShare(fx.nodesLost, SPARE_SHARDS));
    firstByte.meanS = FIRST_BYTE_S + fx.delayS;
    firstByte.varianceS2 = FIRST_BYTE_S ** 2 + (fx.delayS / 4) ** 2;
    firstByte.tailShare = lostShare(fx.nodesLost, 0);
    firstByte.tailS = REBUILD_S;
    const ok = perS * share[200] * dtS;
    observe(state.firstByte, REQUEST_BUCKETS, ok, firstByte);
    this.finish(this.get, state.gets, perS, dtS);
    state.sentBytes += ok * plan.objectBytes;
    observe(state.duration, REQUEST_BUCKETS, ok, latency);
  }

  private servePuts(perS: number, throttled: number, dtS: number): void {
    const { state, fx, plan, latency, firstByte, share } = this;
    // New objects go to nodes that are well.
    this.judge(throttled, 0, 0, 0);
    firstByte.meanS = FIRST_BYTE_S + fx.delayS;
    firstByte.varianceS2 = FIRST_BYTE_S ** 2 + (fx.delayS / 4) ** 2;
    firstByte.tailShare = 0;
    const ok = perS * share[200] * dtS;
    this.finish(this.put, state.puts, perS, dtS);
    state.receivedBytes += ok * plan.objectBytes;
    observe(state.firstByte, REQUEST_BUCKETS, ok, firstByte);
    observe(state.duration, REQUEST_BUCKETS, ok, latency);
    if (plan.replication) this.replicate(ok * plan.objectBytes, dtS);
  }

  /** Counts an operation by its codes and tells its callers. */
  private finish({ next }: Port, counts: Counts, perS: number, dtS: number): void {
    const { latency, firstByte, share, plan, fx } = this;
    for (const code of CODES) counts[code] += perS * share[code] * dtS;
    const transferS = plan.objectBytes / BYTES_PER_S;
    latency.meanS = firstByte.meanS + transferS;
    latency.varianceS2 = firstByte.varianceS2 + (transferS / 2) ** 2;
    latency.tailShare = firstByte.tailShare;
    latency.tailS = firstByte.tailS;
    // A caller expects that some objects are gone, and shows a placeholder.
    next.failed = Math.max(0, 1 - share[200] - NOT_FOUND_REST);
    next.failsAfterS = REFUSED_AFTER_S + fx.delayS;
    next.latency.meanS = latency.meanS;
    next.latency.varianceS2 = latency.varianceS2;
    next.latency.tailShare = latency.tailShare;
    next.latency.tailS = latency.tailS;
  }

  /** First in, first out: the age of the oldest waiting byte follows from what goes out against what comes in. */
  private replicate(written: number, dtS: number): void {
    const { state, fx, plan } = this;
    const sent =
      fx.replicationCut > 0 ? 0 : Math.min(state.pendingBytes + written, plan.replicationBytesPerS * dtS);
    state.pendingBytes += written - sent;
    if (fx.replicationCut > 0) state.lagS += dtS;
    else if (state.pendingBytes > 0)
      state.lagS = Math.max(REPLICATION_REST_S, state.lagS + dtS - (dtS * sent) / Math.max(1, written));
    else state.lagS = REPLICATION_REST_S;
  }

  private series(labels: Labels): WorldSeries[] {
    const { state, plan, fx } = this;
    const stored = (): number => state.objects * plan.objectBytes;
    const archived = (): number => Math.min(1, plan.archivedRest + (1 - plan.archivedRest) * state.misplaced);
    const series = new SeriesOf(labels)
      .always("cos_up", () => (fx.banned > 0 ? 0 : 1))
      .histogram("cos_request_duration_seconds", REQUEST_BUCKETS, state.duration)
      .histogram("cos_first_byte_duration_seconds", REQUEST_BUCKETS, state.firstByte)
      .counter("cos_throttled_requests_total", () => state.throttled)
      .gauge("cos_request_quota_usage_ratio", () => state.quotaUsage)
      .counter("cos_transmit_bytes_total", () => state.sentBytes)
      .counter("cos_receive_bytes_total", () => state.receivedBytes)
      .counter("cos_objects", () => state.objects)
      .counter("cos_storage_bytes", () => stored() * (1 - archived()), { class: "standard" })
      .counter("cos_storage_bytes", () => stored() * archived(), { class: "archive" })
      .counter("cos_lifecycle_transitions_total", () => state.transitions);
    if (plan.replication)
      series
        .counter("cos_replication_pending_bytes", () => state.pendingBytes)
        .gauge("cos_replication_lag_seconds", () => state.lagS);
    for (const code of CODES)
      series
        .counter("cos_requests_total", () => state.gets[code], { operation: "get", code })
        .counter("cos_requests_total", () => state.puts[code], { operation: "put", code });
    return series.all;
  }

  private target(): TargetState {
    const { state, fx, plan } = this;
    return {
      compared: {
        up: fx.banned === 0,
        objects: Math.round(state.objects),
        quotaFree: state.quotaUsage < 1,
        objectsReadable: state.misplaced < 0.01,
        replicationCurrent: !plan.replication || state.lagS < 900,
      },
      detail: { requestQuotaPerS: plan.quotaPerS },
    };
  }
}

export const behaviour = defineBehaviour("cos", cosFleet, (instance, site) => new Bucket(instance, site));
