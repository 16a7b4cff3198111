import type { Downstream, Port } from "./graph";

/** What a part in the path of requests does to them itself. One object is reused, as ticks are many. */
export interface Own {
  /** Share of the requests that it loses or turns away. */
  failed: number;
  failsAfterS: number;
  /** Time that it adds to the rest. */
  meanS: number;
  varianceS2: number;
  tailShare: number;
  tailS: number;
}

export const newOwn = (): Own => ({
  failed: 0,
  failsAfterS: 0,
  meanS: 0,
  varianceS2: 0,
  tailShare: 0,
  tailS: 0,
});

/** Adds a share of failures that take `afterS` to what `own` fails already. */
export function addFailures(own: Own, failed: number, afterS: number): void {
  if (failed <= 0) return;
  own.failsAfterS = (own.failed * own.failsAfterS + failed * afterS) / (own.failed + failed);
  own.failed = 1 - (1 - own.failed) * (1 - failed);
}

/** Before the next tick's effects are added. */
export function resetOwn(own: Own): void {
  own.failed = 0;
  own.failsAfterS = 0;
  own.meanS = 0;
  own.varianceS2 = 0;
  own.tailShare = 0;
  own.tailS = 0;
}

/** Puts a part's own doing and what is behind it together into what callers meet at `port`. */
export function inLine({ next }: Port, behind: Downstream, own: Own): void {
  const lostBehind = (1 - own.failed) * behind.failed;
  next.failed = own.failed + lostBehind;
  next.passes = 1 - own.failed;
  next.failsAfterS =
    next.failed > 0
      ? (own.failed * own.failsAfterS + lostBehind * (own.meanS + behind.failsAfterS)) / next.failed
      : 0;
  const { latency } = next;
  latency.meanS = own.meanS + behind.meanS;
  latency.varianceS2 = own.varianceS2 + behind.varianceS2;
  const tails = own.tailShare + behind.tailShare;
  latency.tailShare = Math.min(1, tails);
  latency.tailS = tails > 0 ? (own.tailShare * own.tailS + behind.tailShare * behind.tailS) / tails : 0;
}
