import { EDGE_BUCKETS } from "@/lib/products/views";
import { newHistogram, newLatency, type Histogram, type Latency } from "./latency";

/** What a caller meets at a port. */
export interface Outcome {
  /** Share of requests that fail, after all that the part itself does about it. */
  failed: number;
  /** How long a caller waits for a failure. */
  failsAfterS: number;
  /** Of what succeeds: everything behind the port included. */
  latency: Latency;
  /** Share of requests that go on to what the port calls: neither refused here nor answered from a cache. */
  passes: number;
  /** Of a cache: share of reads that find their key. What misses goes to the caller's fallback. */
  hitShare: number;
}

const newOutcome = (): Outcome => ({
  failed: 0,
  failsAfterS: 0.05,
  latency: newLatency(0.001),
  passes: 1,
  hitShare: 1,
});

/** One kind of request that a part answers: `read`, `write`, `publish`, or `request` where there is but one. */
export class Port {
  readonly uses: Use[] = [];
  /** Requests a second that it is sent in this tick, retries included. Known to its part when it steps. */
  offered = 0;
  /** Calls a second, of those that it makes itself, that are second attempts. */
  retried = 0;
  /** Whether any part calls it; one that nobody calls begins its requests by itself. */
  called = false;
  /** What callers meet. Kept between ticks. */
  readonly seen: Outcome = newOutcome();
  /** What its part writes in its step; callers see it at once, or a tick later when the part lags. */
  readonly next: Outcome = newOutcome();

  constructor(
    /** Name of the part, as edges name it. */
    readonly part: string,
    readonly name: string,
  ) {}
}

/** Calls that a request of one port makes to another. */
export interface Use {
  to: Port;
  /** Calls for one request; below 1 it is the share of requests that call. */
  calls: number;
  /** False: when it fails, the caller answers without it. */
  critical: boolean;
  /** True: a request goes this way or one of the port's other alternatives, as through one of two balancers. */
  alternative: boolean;
  /** How long the caller waits for one call. */
  timeoutS: number;
  /** Whether a failed call is made once more, within the budget. */
  retries: boolean;
  edge: Edge;
  /** Where a read goes that finds no key in `to`, or no cache at all: calls for one miss. */
  fallback: { to: Port; calls: number; edge: Edge; perS: number } | null;
  /** Calls a second in this tick, retries included, and the share of them that fails as the caller sees it. */
  perS: number;
  failed: number;
}

/** All calls of one part to another, counted. */
export interface Edge {
  client: string;
  server: string;
  state: { requests: number; failed: number; latency: Histogram };
}

export const newEdge = (client: string, server: string): Edge => ({
  client,
  server,
  state: { requests: 0, failed: 0, latency: newHistogram(EDGE_BUCKETS) },
});

/**
 * Retries are a fifth of the calls at most, so that they cannot keep a callee down that they brought down.
 *
 * @see Finagle, "RetryBudget": 20 % of requests by default.
 */
const RETRY_BUDGET = 0.2;

/** Share of calls that are sent once more, when this share fails. */
const retriedShare = (failed: number): number => Math.min(failed, RETRY_BUDGET);

/** What still fails after the retries; the second attempt meets the same odds as the first. */
const afterRetry = (failed: number): number => failed - retriedShare(failed) * (1 - failed);

/**
 * Sends every request along the graph: what each port is asked for in this tick. Ports that begin something by themselves
 * (shoppers, consumers of a queue) hold their rate in `offered` already.
 *
 * @param ports callers before callees.
 */
export function offer(ports: readonly Port[]): void {
  for (const port of ports) if (port.called) port.offered = 0;
  for (const port of ports) {
    const perS = port.offered * port.seen.passes;
    let retried = 0;
    for (const use of port.uses) {
      const calls = perS * use.calls;
      const again = use.retries ? calls * retriedShare(use.to.seen.failed) : 0;
      use.perS = calls + again;
      use.to.offered += use.perS;
      retried += again;
      if (use.fallback) {
        use.fallback.perS = calls * (1 - use.to.seen.hitShare) * use.fallback.calls;
        use.fallback.to.offered += use.fallback.perS;
      }
    }
    port.retried = retried;
  }
}

/** What a request meets in all that it calls. */
export interface Downstream {
  failed: number;
  failsAfterS: number;
  meanS: number;
  varianceS2: number;
  tailShare: number;
  tailS: number;
}

export const newDownstream = (): Downstream => ({
  failed: 0,
  failsAfterS: 0,
  meanS: 0,
  varianceS2: 0,
  tailShare: 0,
  tailS: 0,
});

/** A connection that is refused or a broker that answers "not leader" costs next to nothing. */
const REFUSED_AFTER_S = 0.05;

/** Share of answers that come too late for a caller that waits for `patienceS`. */
function overdueShare({ meanS, varianceS2, tailShare, tailS }: Latency, patienceS: number): number {
  const scale = Math.min(meanS, Math.sqrt(varianceS2)) || 1e-6;
  const left = patienceS - (meanS - scale);
  const late = left <= 0 ? 1 : left > 40 * scale ? 0 : Math.exp(-left / scale);
  if (tailShare <= 0) return late;
  const lateTail = left <= tailS ? 1 : Math.exp(-(left - tailS) / scale);
  return late + tailShare * (lateTail - late);
}

/** Adds `n` calls in a row that each take `latency`. */
function addTime(to: Downstream, n: number, latency: Latency, timeoutS: number): void {
  to.meanS += n * Math.min(latency.meanS, timeoutS);
  to.varianceS2 += n * latency.varianceS2;
  if (latency.tailShare <= 0) return;
  const hit = 1 - (1 - latency.tailShare) ** n;
  const total = to.tailShare + hit;
  const tailS = latency.tailS * Math.max(1, n * latency.tailShare);
  to.tailS = (to.tailShare * to.tailS + hit * tailS) / total;
  to.tailShare = Math.min(1, total);
}

function addFailure(to: Downstream, failed: number, afterS: number): void {
  if (failed <= 0) return;
  to.failsAfterS = (to.failed * to.failsAfterS + failed * afterS) / (to.failed + failed);
  to.failed = 1 - (1 - to.failed) * (1 - failed);
}

/** Adds the failures of those requests that went this way, and no other way. */
function addAlternative(to: Downstream, failed: number, afterS: number): void {
  if (failed <= 0) return;
  to.failsAfterS = (to.failed * to.failsAfterS + failed * afterS) / (to.failed + failed);
  to.failed = Math.min(1, to.failed + failed);
}

/** Share of requests that fail when each of `n` calls fails with this share; below 1, `n` is the share that calls. */
const anyOf = (failed: number, n: number): number =>
  n <= 1 ? n * Math.min(1, failed) : 1 - (1 - Math.min(1, failed)) ** n;

function meetCall(use: Use, to: Downstream): void {
  const { seen } = use.to;
  addTime(to, use.calls, seen.latency, use.timeoutS);
  const overdue = overdueShare(seen.latency, use.timeoutS);
  use.failed = 1 - (1 - seen.failed) * (1 - overdue);
  if (use.failed <= 0) return;
  // A caller waits for what fails as well, once more with the retry.
  const attempts = use.retries ? 2 : 1;
  const waitedS = Math.min(use.timeoutS, attempts * Math.max(seen.failsAfterS, overdue * use.timeoutS));
  if (use.critical) {
    const lost = anyOf(use.retries ? afterRetry(use.failed) : use.failed, use.calls);
    if (use.alternative) addAlternative(to, lost, waitedS);
    else addFailure(to, lost, waitedS);
  }
  const waited = use.critical ? (use.retries ? retriedShare(use.failed) : 0) : use.failed;
  to.meanS += Math.min(1, use.calls) * waited * Math.min(use.timeoutS, seen.failsAfterS);
}

function meetCache(use: Use, fallback: NonNullable<Use["fallback"]>, to: Downstream): void {
  const { seen } = use.to;
  const miss = 1 - seen.hitShare;
  use.failed = seen.failed;
  addTime(to, use.calls * (1 - seen.failed), seen.latency, use.timeoutS);
  to.meanS += use.calls * seen.failed * REFUSED_AFTER_S;
  const behind = fallback.to.seen;
  addTime(to, use.calls * miss * fallback.calls, behind.latency, use.timeoutS);
  if (!use.critical || behind.failed <= 0) return;
  addFailure(to, anyOf(miss * anyOf(behind.failed, fallback.calls), use.calls), behind.failsAfterS);
}

/** What one request of this port meets in all that it calls, into `to`; the caller weighs it by what it passes on. */
export function meet(port: Port, to: Downstream): Downstream {
  to.failed = 0;
  to.failsAfterS = 0;
  to.meanS = 0;
  to.varianceS2 = 0;
  to.tailShare = 0;
  to.tailS = 0;
  for (const use of port.uses) {
    if (use.fallback) meetCache(use, use.fallback, to);
    else meetCall(use, to);
  }
  return to;
}

function copyLatency(to: Latency, from: Latency): void {
  to.meanS = from.meanS;
  to.varianceS2 = from.varianceS2;
  to.tailShare = from.tailShare;
  to.tailS = from.tailS;
}

function copyOutcome(to: Outcome, from: Outcome): void {
  to.failed = from.failed;
  to.failsAfterS = from.failsAfterS;
  to.passes = from.passes;
  to.hitShare = from.hitShare;
  copyLatency(to.latency, from.latency);
}

/** Shows callers what the part wrote. */
export const publish = ({ seen, next }: Port): void => copyOutcome(seen, next);

/** After `seen` was restored: between two ticks both are equal. */
export const unpublish = ({ seen, next }: Port): void => copyOutcome(next, seen);
