import { newHistogram, observe, observeFailures, type Latency } from "@/lib/simulator/latency";
import type { Zone } from "@/lib/simulator/part";
import { newServed, serve, settled } from "@/lib/simulator/queueing";
import { REQUEST_BUCKETS } from "../views";
import type { ClusterPlan } from "./fleet";

/** Clients give a search this long (`request_timeout` as the services set it). */
export const PATIENCE_S = 3;
/** Queues of the pools `search` and `write`: the defaults of Elasticsearch. */
const SEARCH_QUEUE = 1_000;
const WRITE_QUEUE = 10_000;
/** Process start, joining the cluster and recovering what its shards missed. */
const JOIN_S = 30;
/** Caches, segments and buffers; what traffic adds; and with which time constant the heap follows. */
const HEAP_REST = 0.48;
const HEAP_LOAD = 0.18;
const HEAP_SETTLES_S = 15;
/** Our JVM options start a concurrent cycle at 75 % of the heap; from there on collections grow towards all of the time. */
const GC_FROM = 0.75;
const GC_REST = 0.008;
const GC_MOST = 0.6;
/** `indices.breaker.total.limit`: past 95 % of the heap the parent breaker refuses requests, more the fuller it is. */
const BREAKER_FROM = 0.95;
/** A leading wildcard reads every term: computing, no waiting. */
const SCAN_CPU_SHARE = 1;

/** One data node. */
export class Node {
  readonly state;
  readonly fx = {
    down: 0,
    frozen: 0,
    heap: 0,
    surge: 0,
    scanShare: 0,
    scanS: 0,
    diskFilled: 0,
    shardsLost: 0,
    delayS: 0,
  };
  private readonly served = newServed();

  constructor(
    readonly id: string,
    readonly zone: Zone | null,
    readonly plan: ClusterPlan,
  ) {
    this.state = {
      up: 1,
      /** 1 while the cluster counts it in. */
      joined: 1,
      downForS: 0,
      joinForS: 0,
      usage: 0,
      heap: HEAP_REST,
      gcTime: 0,
      tripped: 0,
      diskBytes: plan.diskBytes * plan.diskRest,
      /** Shards that moved away for want of room, and those of others that moved here, as shares of the disk. */
      movedAway: 0,
      movedHere: 0,
      searchBacklog: 0,
      writeBacklog: 0,
      searchRejected: 0,
      writeRejected: 0,
      searches: 0,
      searchErrors: 0,
      documents: 0,
      documentErrors: 0,
      latency: newHistogram(REQUEST_BUCKETS),
    };
  }

  get diskUsed(): number {
    const { state, fx, plan } = this;
    const data = state.diskBytes / plan.diskBytes - state.movedAway + state.movedHere;
    return Math.min(1, Math.max(0, data) + fx.diskFilled);
  }

  /** `leavesAfterS`: how long its peers wait before they go on without it. */
  stepLiveness(dtS: number, leavesAfterS: number): void {
    const { state, fx } = this;
    state.up = fx.down > 0 || fx.frozen > 0 ? 0 : 1;
    state.downForS = state.up === 0 ? state.downForS + dtS : 0;
    if (state.up === 0) {
      state.joinForS = 0;
      // A closed connection is noticed at once, a silent one by failed checks.
      if (fx.down > 0 || state.downForS > leavesAfterS) state.joined = 0;
      if (fx.down > 0) state.searchBacklog = state.writeBacklog = 0;
    } else if (state.joined === 0) {
      state.joinForS += dtS;
      if (state.joinForS >= JOIN_S) state.joined = 1;
    }
  }

  /** Share of the time that goes into garbage collection. */
  private stepHeap(load: number, dtS: number): number {
    const { state, fx } = this;
    const goal = Math.max(fx.heap, HEAP_REST + HEAP_LOAD * load);
    state.heap += (goal - state.heap) * settled(dtS, HEAP_SETTLES_S);
    const pressure = Math.max(0, (state.heap - GC_FROM) / (1 - GC_FROM));
    const gc = Math.min(GC_MOST, GC_REST + GC_MOST * pressure ** 2);
    state.gcTime = gc;
    return gc;
  }

  /**
   * Takes its part in the searches and writes of a tick.
   *
   * @param searches a second, and `writes` a second, on this node.
   * @param searchCostS core-seconds here of one search; `writeCostS` of one document.
   * @param search receives what a search meets on this node.
   * @returns share of the searches, and of the writes, that it refuses.
   */
  serve(
    searches: number,
    writes: number,
    searchCostS: number,
    writeCostS: number,
    search: Latency,
    dtS: number,
  ): { searchFailed: number; writeFailed: number } {
    const { state, fx, plan, served } = this;
    const surged = searches + (fx.surge * plan.cores) / searchCostS;
    const scans = fx.scanShare * fx.scanS;
    const costS = searchCostS + scans * SCAN_CPU_SHARE;
    const wanted = (surged * costS + writes * writeCostS) / plan.cores;
    const gc = this.stepHeap(Math.min(1, wanted), dtS);
    const refused = Math.min(1, Math.max(0, (state.heap - BREAKER_FROM) / (1 - BREAKER_FROM)));
    state.tripped += (surged + writes) * dtS * refused;
    // Both pools share the cores by what they ask for.
    const cores = plan.cores * (1 - gc);
    const forSearch = surged * costS;
    const forWrite = writes * writeCostS;
    const both = forSearch + forWrite;
    const searchCores = both > cores ? (cores * forSearch) / both : Math.max(1e-6, cores - forWrite);
    const writeCores = both > cores ? (cores * forWrite) / both : Math.max(1e-6, cores - forSearch);

    const admitted = 1 - refused;
    const searchCapacity = searchCores / costS;
    const searchWait = Math.min(PATIENCE_S, SEARCH_QUEUE / searchCapacity);
    serve(surged * admitted, searchCapacity, plan.cores, searchWait, state.searchBacklog, dtS, served);
    state.searchBacklog = served.backlog;
    state.searchRejected += surged * admitted * dtS * served.failed;
    const searchFailed = 1 - admitted * (1 - served.failed);
    const timedOut = fx.scanS > PATIENCE_S ? fx.scanShare : 0;
    search.meanS = costS + served.waitS + fx.delayS;
    search.varianceS2 = (costS + served.waitS) ** 2;
    search.tailShare = fx.scanShare - timedOut;
    search.tailS = fx.scanS;

    const writeCapacity = writeCores / writeCostS;
    const writeWait = Math.min(PATIENCE_S, WRITE_QUEUE / writeCapacity);
    serve(writes * admitted, writeCapacity, plan.cores, writeWait, state.writeBacklog, dtS, served);
    state.writeBacklog = served.backlog;
    state.writeRejected += writes * admitted * dtS * served.failed;
    answer.searchFailed = 1 - (1 - searchFailed) * (1 - timedOut);
    answer.writeFailed = 1 - admitted * (1 - served.failed);

    state.usage = Math.min(1, 0.02 + gc + Math.min(1, both / cores) * (1 - gc));
    const n = surged * dtS;
    state.searches += n;
    state.documents += writes * dtS * (1 - answer.writeFailed);
    observe(state.latency, REQUEST_BUCKETS, n * (1 - answer.searchFailed), search);
    observeFailures(state.latency, REQUEST_BUCKETS, n * timedOut, PATIENCE_S);
    return answer;
  }

  /** It takes no part in this tick. */
  rest(): void {
    this.state.usage = this.state.gcTime = 0;
  }
}
const answer = { searchFailed: 0, writeFailed: 0 };
