import { CONNECT_TIMEOUT_S } from "./behaviour/mysql";
import type { Service } from "./behaviour/tke";

export interface Call {
  callee: Service;
  calls: number;
  critical: boolean;
}

/** What a request meets in all that it depends on. */
export interface Dependencies {
  failed: number;
  failsAfterS: number;
  meanS: number;
  varianceS2: number;
  tailShare: number;
  tailS: number;
}

export const newDependencies = (): Dependencies => ({
  failed: 0,
  failsAfterS: 0,
  meanS: 0,
  varianceS2: 0,
  tailShare: 0,
  tailS: 0,
});

/** A connection that is refused or a broker that answers "not leader" costs next to nothing. */
const REFUSED_AFTER_S = 0.05;

/** Callers give a call, its retry included, three seconds. */
export const CALL_PATIENCE_S = 3;

/**
 * Retries are a fifth of the calls at most, so that they cannot keep a callee down that they brought down.
 *
 * @see Finagle, "RetryBudget": 20 % of requests by default.
 */
const RETRY_BUDGET = 0.2;

/** Share of calls that are sent once more, when this share fails. */
export const retriedShare = (failed: number): number => Math.min(failed, RETRY_BUDGET);

/** What still fails after the retries; the second attempt meets the same odds as the first. */
export const afterRetry = (failed: number): number => failed - retriedShare(failed) * (1 - failed);

/** Share of answers that come too late for a caller that waits for `patienceS`. */
function overdueShare({ meanS, varianceS2, tailShare, tailS }: Part, patienceS: number): number {
  const scale = Math.min(meanS, Math.sqrt(varianceS2)) || 1e-6;
  const left = patienceS - (meanS - scale);
  const late = left <= 0 ? 1 : Math.exp(-left / scale);
  if (tailShare <= 0) return late;
  const lateTail = left <= tailS ? 1 : Math.exp(-(left - tailS) / scale);
  return late + tailShare * (lateTail - late);
}

interface Part {
  meanS: number;
  varianceS2: number;
  tailShare: number;
  tailS: number;
}

/** Adds `n` calls in a row that each take `part`. */
function addTime(to: Dependencies, n: number, part: Part): void {
  to.meanS += n * Math.min(part.meanS, CALL_PATIENCE_S);
  to.varianceS2 += n * part.varianceS2;
  if (part.tailShare <= 0) return;
  const hit = 1 - (1 - part.tailShare) ** n;
  const total = to.tailShare + hit;
  to.tailS = (to.tailShare * to.tailS + hit * part.tailS * Math.max(1, n * part.tailShare)) / total;
  to.tailShare = Math.min(1, total);
}

function addFailure(to: Dependencies, failed: number, afterS: number): void {
  if (failed <= 0) return;
  to.failsAfterS = (to.failed * to.failsAfterS + failed * afterS) / (to.failed + failed);
  to.failed = 1 - (1 - to.failed) * (1 - failed);
}

export function reset(to: Dependencies): void {
  to.failed = 0;
  to.failsAfterS = 0;
  to.meanS = 0;
  to.varianceS2 = 0;
  to.tailShare = 0;
  to.tailS = 0;
}

/** Calls of other services, as they were in the last tick: an answer that is under way comes a tick later. */
export function addCalls(to: Dependencies, calls: readonly Call[]): void {
  for (const { callee, calls: n, critical } of calls) {
    const { state } = callee;
    addTime(to, n, state.latency);
    const overdue = overdueShare(state.latency, CALL_PATIENCE_S);
    const failed = 1 - (1 - state.failed) * (1 - overdue);
    // A caller waits for what fails as well, once more with the retry.
    const failsAfterS = Math.min(CALL_PATIENCE_S, 2 * Math.max(state.failsAfterS, overdue * CALL_PATIENCE_S));
    const some = Math.min(1, n);
    if (critical) addFailure(to, some * afterRetry(failed), failsAfterS);
    to.meanS +=
      some * (critical ? retriedShare(failed) : failed) * Math.min(CALL_PATIENCE_S, state.failsAfterS);
  }
}

/** Everything a service depends on, into its `dependencies`. */
export function combine(service: Service): void {
  const to = service.dependencies;
  reset(to);
  addCalls(to, service.calls);
  for (const { pair, reads, cluster, statements } of service.caches) {
    const miss = 1 - pair.state.hitShare;
    addTime(to, reads * (1 - pair.state.failed), pair.state.latency);
    to.meanS += reads * pair.state.failed * REFUSED_AFTER_S;
    addTime(to, reads * miss * statements, cluster.state.read);
    const lost = 1 - (1 - cluster.state.readFailed) ** statements;
    addFailure(to, 1 - (1 - miss * lost) ** reads, CONNECT_TIMEOUT_S);
  }
  for (const { pair, commands } of service.stores) {
    addTime(to, commands, pair.state.latency);
    addFailure(to, 1 - (1 - pair.state.failed) ** commands, REFUSED_AFTER_S);
  }
  for (const { cluster, reads, writes, critical } of service.databases) {
    const { state } = cluster;
    addTime(to, writes, state.write);
    addTime(to, reads, state.read);
    const failed = 1 - (1 - state.writeFailed) ** writes * (1 - state.readFailed) ** reads;
    if (critical) addFailure(to, failed, CONNECT_TIMEOUT_S);
    else to.meanS += failed * CONNECT_TIMEOUT_S;
  }
  const { cluster, messages, critical } = service.queue;
  if (messages > 0 && critical) {
    addTime(to, messages, cluster.state.latency);
    addFailure(to, 1 - (1 - afterRetry(cluster.state.failed)) ** messages, REFUSED_AFTER_S);
  }
}
