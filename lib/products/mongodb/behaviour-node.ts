import { newHistogram, newLatency, observe, observeFailures } from "@/lib/simulator/latency";
import type { Downstream } from "@/lib/simulator/graph";
import type { Zone } from "@/lib/simulator/part";
import { serve, settled, type Served } from "@/lib/simulator/queueing";
import { CALL_BUCKETS } from "../views";
import type { ReplicaSetPlan } from "./fleet";

const GIB = 1024 ** 3;
/** A member starts, recovers its journal and answers. */
const RESTART_S = 20;
/** A copy of all data over the network: our choice, as restored from the newest snapshot of the disk. */
const INITIAL_SYNC_S = 120;
/** Drivers' `socketTimeoutMS` as the services set it. */
const PATIENCE_S = 3;
const ROUND_TRIP_S = 0.0005;
/** A scan is half computing, half waiting for the disk: our choice for documents that do not fit into the cache. */
const SCAN_CPU_SHARE = 0.5;
/** Documents that a collection scan looks at in a second; and that a query with an index does in all. */
const SCANNED_PER_S = 200_000;
const SCANNED_WITH_INDEX = 1.3;
/** `eviction_target` 80 % is where background threads keep the cache; what traffic adds on top is evicted in time. */
const CACHE_REST = 0.72;
const CACHE_LOAD = 0.08;
/** `eviction_trigger` and `eviction_dirty_trigger`: beyond them the threads of clients evict. */
const EVICTION_TRIGGER = 0.95;
const DIRTY_TRIGGER = 0.2;
const DIRTY_REST = 0.015;
const DIRTY_LOAD = 0.03;
/** Pages get dirty and are written out with this time constant; a checkpoint is taken every 60 s. */
const DIRTY_SETTLES_S = 20;
/** What an operation waits and does at most when it must evict: our choice, ten pages that go to the disk one by one. */
const EVICT_S = 0.08;
const EVICT_PAGES = 10;
/** A cursor pins the pages that its batch lies on: our choice, eight of 64 KiB. */
const CURSOR_PINS_BYTES = 512 * 1024;
/** Cursors that live for more than one batch, at rest and as a share of a second's operations. */
const CURSORS_REST = 12;
const CURSORS_SHARE = 0.02;
/** Concurrent operations of the storage engine (`wiredTigerConcurrentReadTransactions`, 128 by default). */
const TICKETS = 128;
/** Pools let go of connections they cannot renew with this time constant (`maxIdleTimeMS`). */
const POOL_DECAY_S = 15;
/** Idle connections of the services' pools and of monitoring, as a share of the connections that are allowed. */
const POOL_REST = 0.06;
/** Idle connections that a pod's pool keeps; one is the least to work at all, and pods cannot lend each other any. */
const POOL_REST_A_POD = 3;

/** One member of a replica set. */
export class Node {
  readonly state;
  readonly fx = {
    down: 0,
    steppedDown: 0,
    stalled: 0,
    scanShare: 0,
    scanS: 0,
    dirty: 0,
    cursors: 0,
    held: 0,
    oplogCut: 0,
  };
  /** Half of the memory beyond the first GiB: the default of `wiredTigerCacheSizeGB`. */
  private readonly cacheBytes: number;

  constructor(
    readonly id: string,
    readonly zone: Zone | null,
    readonly plan: ReplicaSetPlan,
  ) {
    this.cacheBytes = (plan.memoryBytes - GIB) / 2;
    this.state = {
      up: 1,
      downForS: 0,
      startForS: 0,
      /** 1 while it is too far behind for the oplog and must be copied anew. */
      stale: 0,
      syncForS: 0,
      usage: 0,
      lagS: 0,
      connections: plan.connectionsMax * POOL_REST,
      /** Connections that the services can have. */
      pool: plan.connectionsMax,
      refused: 0,
      diskBytes: plan.diskBytes * plan.diskRest,
      queries: 0,
      updates: 0,
      replicated: 0,
      errors: 0,
      scanned: 0,
      elections: 0,
      cache: CACHE_REST,
      dirty: DIRTY_REST,
      evicted: 0,
      cursors: CURSORS_REST,
      inFlight: 0,
      backlog: 0,
      /** Share of operations sent here that fail. */
      failed: 0,
      /** Of an operation sent here, the disk apart. */
      outcome: newLatency(0.002),
      latency: newHistogram(CALL_BUCKETS),
    };
  }

  /** Whether it has what the primary wrote and says so: it counts for a majority's acknowledgement. */
  get acknowledges(): boolean {
    return this.state.up === 1 && this.state.stale === 0 && this.fx.stalled === 0;
  }

  get ticketsLeft(): number {
    return TICKETS - Math.min(TICKETS, this.state.inFlight);
  }

  stepLiveness(dtS: number): void {
    const { state, fx } = this;
    if (fx.down > 0) {
      state.up = 0;
      state.startForS = 0;
    } else if (state.up === 0) {
      state.startForS += dtS;
      if (state.startForS >= RESTART_S) {
        state.up = 1;
        // What it missed is in the oplog of the others.
        state.lagS = state.downForS;
      }
    }
    state.downForS = state.up === 0 ? state.downForS + dtS : 0;
    if (state.up === 0) state.backlog = 0;
  }

  /** Follows the primary. `pressure`: entries that come in over those that can be applied; `windowS`: the oplog's reach. */
  replicate(pressure: number, windowS: number, catchUpMax: number, dtS: number): void {
    const { state, fx } = this;
    if (state.up === 0) return;
    if (fx.stalled > 0) {
      if (pressure > 0) state.lagS += dtS;
    } else if (state.stale === 1) {
      state.syncForS += dtS;
      if (state.syncForS < INITIAL_SYNC_S) return;
      state.stale = 0;
      state.lagS = 2;
    } else {
      const rest = 0.05 + 0.4 * pressure * pressure;
      const gain = pressure < 1 ? Math.min(catchUpMax, 1 / Math.max(0.01, pressure) - 1) : 1 - pressure;
      state.lagS = Math.max(rest, state.lagS - gain * dtS);
    }
    if (state.stale === 0 && state.lagS > windowS) {
      state.stale = 1;
      state.syncForS = 0;
    }
  }

  /** What a fault holds is missing to the services; connections that they have are lost one after another. */
  private stepPool(rest: number, dtS: number): number {
    const { state, fx, plan } = this;
    const free = plan.connectionsMax * (1 - fx.held);
    const own = Math.min(state.pool, rest + state.inFlight);
    const kept = own > free ? (own - free) * Math.exp(-dtS / POOL_DECAY_S) : 0;
    state.pool = free + kept;
    return state.pool;
  }

  /** @returns what an operation spends on evicting pages. */
  private stepCache(perS: number, busy: number, dtS: number): number {
    const { state, fx } = this;
    state.cursors = CURSORS_REST + perS * CURSORS_SHARE + fx.cursors;
    state.cache = Math.min(
      1,
      CACHE_REST + CACHE_LOAD * busy + (fx.cursors * CURSOR_PINS_BYTES) / this.cacheBytes,
    );
    const goal = Math.max(fx.dirty, DIRTY_REST + DIRTY_LOAD * busy);
    state.dirty += (goal - state.dirty) * settled(dtS, DIRTY_SETTLES_S);
    const over = Math.max(
      0,
      (state.dirty - DIRTY_TRIGGER) / (1 - DIRTY_TRIGGER),
      (state.cache - EVICTION_TRIGGER) / (1 - EVICTION_TRIGGER),
    );
    state.evicted += perS * dtS * over * EVICT_PAGES;
    return over * EVICT_S;
  }

  /**
   * Serves reads and writes of clients, and applies what it follows.
   *
   * @param costS core-seconds of one operation.
   * @param applying busy share of its processor that replication takes.
   * @param disk what an operation meets on the disk.
   */
  serve(
    reads: number,
    writes: number,
    costS: number,
    applying: number,
    disk: Downstream,
    dtS: number,
    served: Served,
  ): void {
    const { state, fx, plan } = this;
    const { outcome } = state;
    if (state.up === 0) {
      state.failed = 1;
      state.usage = state.inFlight = state.connections = 0;
      return;
    }
    const perS = reads + writes;
    const rest = plan.connectionsMax * POOL_REST;
    const pool = this.stepPool(rest, dtS);
    const cost = costS + fx.scanShare * fx.scanS * SCAN_CPU_SHARE;
    const evictS = this.stepCache(perS, Math.min(1, (perS * cost) / plan.cores), dtS);
    const ownS = ROUND_TRIP_S + costS + evictS + disk.meanS;
    // Who is worked on or waits holds a connection, so the pool bounds both.
    const inWork = perS * (ownS + fx.scanShare * fx.scanS);
    const needed = Math.max(inWork, rest / POOL_REST_A_POD);
    const refused = needed > pool ? 1 - pool / needed : 0;
    const admitted = perS * (1 - refused);
    const capacity = (plan.cores * (1 - applying)) / cost;
    const patienceS = Math.min(PATIENCE_S, Math.max(0, pool - inWork) / capacity);
    serve(admitted, capacity, plan.cores, patienceS, state.backlog, dtS, served);
    state.backlog = served.backlog;
    const timedOut = fx.scanS > PATIENCE_S ? fx.scanShare : 0;
    state.failed = 1 - (1 - refused) * (1 - served.failed) * (1 - timedOut);
    outcome.meanS = ROUND_TRIP_S + costS + evictS + served.waitS;
    outcome.varianceS2 = (costS + evictS + served.waitS) ** 2;
    outcome.tailShare = fx.scanShare - timedOut;
    outcome.tailS = fx.scanS;
    state.refused += perS * dtS * refused;
    state.queries += reads * dtS;
    state.updates += writes * dtS;
    state.scanned += reads * dtS * (SCANNED_WITH_INDEX + fx.scanShare * fx.scanS * SCANNED_PER_S);
    state.inFlight = Math.min(pool, inWork * (1 - refused) + state.backlog);
    const used = Math.min(pool, rest + state.inFlight);
    state.connections = used + Math.min(fx.held * plan.connectionsMax, plan.connectionsMax - used);
    state.usage = Math.min(1, 0.02 + applying + (1 - applying) * served.usage);
  }

  /** Counts `n` operations, what they met on the disk included. */
  count(n: number, disk: Downstream): void {
    if (n <= 0 || this.state.up === 0) return;
    const { state } = this;
    const { outcome } = state;
    const failed = 1 - (1 - state.failed) * (1 - disk.failed);
    seen.meanS = outcome.meanS + disk.meanS;
    seen.varianceS2 = outcome.varianceS2 + disk.varianceS2;
    seen.tailShare = Math.min(1, outcome.tailShare + disk.tailShare);
    seen.tailS = Math.max(outcome.tailS, disk.tailShare > 0 ? disk.tailS : 0);
    state.errors += n * failed;
    observe(state.latency, CALL_BUCKETS, n * (1 - failed), seen);
    observeFailures(state.latency, CALL_BUCKETS, n * failed, PATIENCE_S);
  }
}
const seen = newLatency(0);
