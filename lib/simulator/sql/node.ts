import { DAY_MS } from "@/lib/core/time";
import { CALL_BUCKETS } from "@/lib/products/views";
import { newHistogram, newLatency, observe, observeFailures, type Latency } from "../latency";
import type { Zone } from "../part";
import { newServed, serve, settled } from "../queueing";
import type { SqlPlan } from "./plan";
import { Terms } from "./terms";

/** Services give a statement three seconds (`socketTimeout` of their pools). */
export const PATIENCE_S = 3;
/** `connectTimeout` of their pools: what a statement to a dead or full node costs. */
export const CONNECT_TIMEOUT_S = 1;
/**
 * Rows are moved to the archive after three days on average, and logs purged. Our choice: a disk then holds its plan's share
 * and three days of writes, however long the world runs.
 */
const ARCHIVE_AFTER_S = (3 * DAY_MS) / 1_000;
/** An error that comes at once: no more than the way there and back. */
const REJECTED_AFTER_S = 0.01;
const ROUND_TRIP_S = 0.0005;
/** Slow is what takes longer (`long_query_time`, `log_min_duration_statement`). */
const SLOW_S = 1;
/** A scan mostly waits for the disk. */
const SCAN_CPU_SHARE = 0.1;
/** Pools let go of connections they cannot renew with this time constant: `maxLifetime` is reached by one after another. */
const POOL_DECAY_S = 15;
/** Idle connections of all pools of a database with 1,000 allowed. */
const POOL_REST = 60;
/** Idle connections that a pod's pool keeps; one is the least to work at all, and pods cannot lend each other any. */
const POOL_REST_A_POD = 3;

/** Pages that a statement looks at: our choice, a handful of index descents and some dozens of rows. */
const PAGES = 60;
/** Share of pages that are not in memory while the pool has its bought size: managed databases show 99 % and more. */
const MISS_REST = 0.004;
/**
 * Misses grow as a power of the shrinking size. Hartstein et al., "Cache miss behavior: is it √2?" (2006), find exponents
 * of 0.3 to 0.7 for processors; a database that no longer holds its hot tables is steeper: our choice.
 */
const MISS_EXPONENT = 1.1;
/** A random read of a network SSD. */
const STORAGE_READ_S = 0.0008;
/** A pool that was made larger fills with this time constant. */
const WARM_S = 40;

/** Buffer pool and fixed buffers as shares of the memory, then what each connection takes. */
const BUFFER_MEMORY = 0.62;
const FIXED_MEMORY = 0.08;
const CONNECTION_BYTES = 4 * 1024 ** 2;

/** What faults do to a node of any engine. */
const newFx = () => ({
  down: 0,
  /** The whole cluster is lost. */
  lost: 0,
  switched: 0,
  cut: 0,
  delayS: 0,
  stress: 0,
  scanShare: 0,
  scanS: 0,
  /** Shares of the connection limit that somebody holds, and that a setting takes away. */
  held: 0,
  limitLost: 0,
  bufferLost: 0,
  lockShare: 0,
  lockS: 0,
  filled: 0,
  dropped: 0,
  backup: 0,
  /** Seconds since the certificate ended. */
  certificate: 0,
  skewS: 0,
  applierStopped: 0,
});

type Fx = ReturnType<typeof newFx>;

/** A node of any engine. `Own` and `OwnFx`: what only one engine has, in plain JSON. */
export class SqlNode<Own extends object = object, OwnFx extends object = object> {
  readonly state;
  readonly fx: Fx & OwnFx;
  readonly read = new Terms();
  readonly write = new Terms();
  /** What a read and a write sent here meet. */
  readonly readOutcome = newLatency(0.002);
  readonly writeOutcome = newLatency(0.002);
  readFailed = 0;
  writeFailed = 0;
  readFailsAfterS = CONNECT_TIMEOUT_S;
  writeFailsAfterS = CONNECT_TIMEOUT_S;
  /** Cores that it works with, and how much dearer a statement is than planned. */
  cores: number;
  costFactor = 1;
  /** Share of the connection limit that sessions of the engine's own trouble hold, beside what a fault holds. */
  leaked = 0;
  /** True: no new connection can be made, as its address is cut off or its certificate has ended. */
  severed = false;
  private readonly served = newServed();
  private readonly mixed = newLatency(0.002);

  constructor(
    readonly id: string,
    readonly zone: Zone | null,
    readonly index: number,
    readonly readOnly: boolean,
    readonly plan: SqlPlan,
    own: Own,
    ownFx: OwnFx,
  ) {
    this.cores = plan.cores;
    this.fx = { ...newFx(), ...ownFx };
    this.state = {
      up: 1,
      /** Seconds since it went down. */
      downForS: 0,
      /** Seconds that it has been starting. */
      startForS: 0,
      /** 1 once a lost machine was replaced: its fault no longer holds the new one. */
      replaced: 0,
      promotions: 0,
      usage: 0,
      /** Cores that the statements sent here would keep busy. */
      demand: 0,
      lagS: 0,
      connections: this.poolRest,
      /** Connections that the services can have. */
      pool: plan.connectionsMax,
      refused: 0,
      diskBytes: plan.diskBytes * plan.diskRest,
      queries: 0,
      errors: 0,
      slow: 0,
      lockWaits: 0,
      deadlocks: 0,
      running: 0,
      backlog: 0,
      miss: MISS_REST,
      pageRequests: 0,
      pageReads: 0,
      latency: newHistogram(CALL_BUCKETS),
      own,
    };
  }

  /** Idle connections of the pools that point at it. */
  private get poolRest(): number {
    return POOL_REST * (this.plan.connectionsMax / 1_000);
  }

  get connectionsMax(): number {
    return Math.max(1, Math.round(this.plan.connectionsMax * (1 - this.fx.limitLost)));
  }

  /** Share of the connection limit that nobody works with. */
  private get held(): number {
    return Math.min(1, this.fx.held + this.leaked);
  }

  get memoryUsage(): number {
    const own = FIXED_MEMORY + BUFFER_MEMORY * (1 - this.fx.bufferLost);
    return Math.min(1, own + (this.state.connections * CONNECTION_BYTES) / this.plan.memoryBytes);
  }

  /** Takes `bytes` more of data onto the disk, while what is old leaves it. */
  keep(bytes: number, dtS: number): void {
    const { state, plan } = this;
    const rest = plan.diskBytes * plan.diskRest;
    state.diskBytes += bytes - (state.diskBytes - rest) * settled(dtS, ARCHIVE_AFTER_S);
  }

  /** Used share of its disk; `besides` are bytes that are no data, such as kept logs. */
  diskUsage(besides = 0): number {
    return Math.min(1, Math.max((this.state.diskBytes + besides) / this.plan.diskBytes, this.fx.filled));
  }

  /**
   * Starts, stops and replaces the machine.
   *
   * @param gone whether something holds it down now.
   * @param rebuildAfterS seconds until a lost machine is replaced; infinite while there is nobody to copy from.
   * @returns true when it has just come back.
   */
  stepLiveness(gone: boolean, restartS: number, rebuildAfterS: number, dtS: number): boolean {
    const { state } = this;
    const was = state.up;
    if (!gone) state.replaced = 0;
    if (gone && state.replaced === 0) {
      state.up = 0;
      state.startForS = 0;
    } else if (state.up === 0) {
      state.startForS += dtS;
      if (state.startForS >= restartS) state.up = 1;
    }
    if (state.up === 1) {
      state.downForS = 0;
      return was === 0;
    }
    state.downForS += dtS;
    state.backlog = 0;
    if (state.downForS <= rebuildAfterS) return false;
    state.replaced = 1;
    state.up = 1;
    state.downForS = 0;
    state.lagS = 2;
    return true;
  }

  /**
   * Connections that the services have at most. What is held or not allowed is missing to them; those that they have
   * already are lost one after another, as each reaches its end of life and cannot be renewed.
   */
  private stepPool(rest: number, dtS: number): number {
    const { state } = this;
    const free = this.severed ? 0 : this.connectionsMax * (1 - this.held);
    const own = Math.min(state.pool, rest + state.running);
    const kept = own > free ? (own - free) * Math.exp(-dtS / POOL_DECAY_S) : 0;
    state.pool = free + kept;
    return state.pool;
  }

  /** Share of pages that have to be read from storage. A smaller pool misses at once, a larger one has to fill. */
  private stepBuffer(dtS: number): number {
    const { state, fx } = this;
    const goal = Math.min(1, MISS_REST * (1 - fx.bufferLost) ** -MISS_EXPONENT);
    state.miss = goal >= state.miss ? goal : state.miss + (goal - state.miss) * settled(dtS, WARM_S);
    return state.miss;
  }

  /** What it shows while it is down. */
  private rest(): void {
    const { state } = this;
    this.readFailed = this.writeFailed = 1;
    this.readFailsAfterS = this.writeFailsAfterS = CONNECT_TIMEOUT_S;
    state.usage = 0;
    state.demand = 0;
    state.running = 0;
    state.connections = 0;
  }

  /** Serves so many reads and writes a second, which cost `costS` core-seconds each. */
  serve(reads: number, writes: number, costS: number, isPrimary: boolean, dtS: number): void {
    const { state, fx, read, write, served, cores } = this;
    if (state.up === 0) return this.rest();
    const rest = isPrimary ? this.poolRest : this.poolRest / 2;
    const pool = this.stepPool(rest, dtS);
    const miss = this.stepBuffer(dtS);
    // A busy loop per core shares it half and half with the server's threads.
    const speed = 1 - fx.stress / 2;
    const work = costS * this.costFactor;
    const cpuS = work + fx.scanShare * fx.scanS * SCAN_CPU_SHARE;
    const own = work / speed + PAGES * miss * STORAGE_READ_S;
    const scanS = fx.scanS / speed;
    const liveReads = reads * (1 - read.rejected) * (1 - read.stalled);
    const liveWrites = writes * (1 - write.rejected) * (1 - write.stalled);
    const live = liveReads + liveWrites;
    const stalled =
      reads * (1 - read.rejected) * read.stalled + writes * (1 - write.rejected) * write.stalled;
    // Who is worked on or waits holds a connection, so the pool bounds both.
    const inWork =
      live * (ROUND_TRIP_S + fx.delayS + own + fx.scanShare * scanS) +
      liveReads * (read.addS + read.tailShare * read.tailS) +
      liveWrites * (write.addS + write.tailShare * write.tailS) +
      stalled * PATIENCE_S;
    const needed = Math.max(inWork, rest / POOL_REST_A_POD);
    const refused = needed > pool ? 1 - pool / needed : 0;
    const admitted = live * (1 - refused);
    const capacity = (cores * speed) / cpuS;
    const patienceS = Math.min(PATIENCE_S, Math.max(0, pool - inWork) / capacity);
    serve(admitted, capacity, cores, patienceS, state.backlog, dtS, served);
    state.backlog = served.backlog;
    const timedOut = scanS > PATIENCE_S ? fx.scanShare : 0;
    const serviceS = own + served.waitS;
    this.readFailed = failedShare(read, refused, served.failed, timedOut);
    this.writeFailed = failedShare(write, refused, served.failed, timedOut);
    this.readFailsAfterS = failsAfterS(read, refused, served.failed + timedOut);
    this.writeFailsAfterS = failsAfterS(write, refused, served.failed + timedOut);
    setOutcome(this.readOutcome, serviceS, fx.delayS, read, fx.scanShare - timedOut, scanS);
    setOutcome(this.writeOutcome, serviceS, fx.delayS, write, fx.scanShare - timedOut, scanS);
    this.count(reads * dtS, writes * dtS);
    this.countLate((stalled + admitted * timedOut) * (1 - refused) * dtS);
    if (!this.severed) state.refused += live * dtS * (1 - (1 - refused) * (1 - served.failed));
    state.pageRequests += admitted * dtS * PAGES;
    state.pageReads += admitted * dtS * PAGES * miss;
    state.running = Math.min(pool, inWork * (1 - refused) + state.backlog);
    const used = Math.min(pool, rest + state.running);
    state.connections =
      used + Math.min(this.held * this.connectionsMax, Math.max(0, this.connectionsMax - used));
    state.demand = live * cpuS;
    const busy = Math.min(1, (admitted * cpuS) / (cores * speed));
    state.usage = Math.min(1, 0.02 + busy * (1 - fx.stress / 2) + fx.stress);
  }

  private count(reads: number, writes: number): void {
    const { state, mixed, readOutcome: r, writeOutcome: w } = this;
    const okReads = reads * (1 - this.readFailed);
    const okWrites = writes * (1 - this.writeFailed);
    const ok = okReads + okWrites;
    state.queries += reads + writes;
    state.errors += reads + writes - ok;
    if (ok <= 0) return;
    mixInto(mixed, r, okReads / ok, w, okWrites / ok);
    observe(state.latency, CALL_BUCKETS, ok, mixed);
    const overS = Math.sqrt(mixed.varianceS2);
    const slowShare = Math.exp(-Math.max(0, SLOW_S - mixed.meanS + overS) / overS);
    state.slow += ok * (slowShare + (mixed.tailS >= SLOW_S ? mixed.tailShare : 0));
  }

  /** Statements that their callers gave up after all their patience. */
  private countLate(late: number): void {
    this.state.slow += late;
    observeFailures(this.state.latency, CALL_BUCKETS, late, PATIENCE_S);
  }
}

const failedShare = (terms: Terms, refused: number, overloaded: number, timedOut: number): number =>
  1 - (1 - refused) * (1 - overloaded) * (1 - timedOut) * (1 - terms.rejected) * (1 - terms.stalled);

/** How long a failure takes: what is refused waits for a connection, what is rejected not at all, the rest all patience. */
function failsAfterS({ rejected, stalled }: Terms, refused: number, late: number): number {
  const quick = (1 - refused) * rejected;
  const slow = (1 - refused) * (1 - rejected) * Math.min(1, stalled + late);
  const all = refused + quick + slow;
  if (all <= 0) return CONNECT_TIMEOUT_S;
  return (refused * CONNECT_TIMEOUT_S + quick * REJECTED_AFTER_S + slow * PATIENCE_S) / all;
}

function setOutcome(
  to: Latency,
  serviceS: number,
  delayS: number,
  terms: Terms,
  scanShare: number,
  scanS: number,
): void {
  to.meanS = ROUND_TRIP_S + delayS + serviceS + terms.addS;
  to.varianceS2 = serviceS ** 2 + terms.addS ** 2;
  const total = scanShare + terms.tailShare;
  to.tailShare = Math.min(1, total);
  to.tailS = total > 0 ? (scanShare * scanS + terms.tailShare * terms.tailS) / total : 0;
}

/** The latency of what is partly `a` and partly `b`: the law of total variance. */
export function mixInto(to: Latency, a: Latency, shareA: number, b: Latency, shareB: number): void {
  const meanS = shareA * a.meanS + shareB * b.meanS;
  const tails = shareA * a.tailShare + shareB * b.tailShare;
  const tailS = tails > 0 ? (shareA * a.tailShare * a.tailS + shareB * b.tailShare * b.tailS) / tails : 0;
  to.varianceS2 = shareA * a.varianceS2 + shareB * b.varianceS2 + shareA * shareB * (a.meanS - b.meanS) ** 2;
  to.meanS = meanS;
  to.tailShare = tails;
  to.tailS = tailS;
}
