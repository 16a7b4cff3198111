import type { UnixMs } from "@/lib/core/time";

/** Requests and failures a second of one edge at one moment. */
export interface EdgeMoment {
  source: string;
  destination: string;
  at: UnixMs;
  callsPerS: number;
  failedPerS: number;
}

/** Below this share of failing calls a moment tells nothing of criticality: a caller's retry hides it. Our choice. */
const FAILING_FROM = 0.05;
/** So many failing moments make a measurement: fewer may be one scrape's coincidence. Our choice. */
const MOMENTS_MIN = 3;

/**
 * How much of a source's work failed for each failing call of an edge, out of moments at which no other edge of the source
 * failed. 1: each failed call failed the request; 0: the source answered all the same.
 *
 * @returns by `edgeKey`, only for edges that were seen to fail alone in at least three moments.
 */
export function measureCriticality(moments: readonly EdgeMoment[]): ReadonlyMap<string, number> {
  const failing = Map.groupBy(
    moments.filter(({ callsPerS, failedPerS }) => callsPerS > 0 && failedPerS / callsPerS >= FAILING_FROM),
    ({ source, at }) => JSON.stringify([source, at]),
  );
  const inbound = new Map<string, { calls: number; failed: number }>();
  for (const { destination, at, callsPerS, failedPerS } of moments) {
    const key = JSON.stringify([destination, at]);
    const sum = inbound.get(key) ?? { calls: 0, failed: 0 };
    inbound.set(key, { calls: sum.calls + callsPerS, failed: sum.failed + failedPerS });
  }
  const seen = new Map<string, { moments: number; expected: number; failed: number }>();
  for (const [key, edges] of failing) {
    const [edge, other] = edges;
    const into = inbound.get(key);
    if (!edge || other || !into || into.calls <= 0) continue;
    const sum = seen.get(edgeKey(edge)) ?? { moments: 0, expected: 0, failed: 0 };
    seen.set(edgeKey(edge), {
      moments: sum.moments + 1,
      // Several failed calls of one request fail it once.
      expected: sum.expected + Math.min(into.calls, edge.failedPerS),
      failed: sum.failed + into.failed,
    });
  }
  return new Map(
    [...seen].flatMap(([key, { moments, expected, failed }]) =>
      moments >= MOMENTS_MIN ? [[key, Math.min(1, failed / expected)] as const] : [],
    ),
  );
}

export const edgeKey = ({ source, destination }: Pick<EdgeMoment, "source" | "destination">): string =>
  JSON.stringify([source, destination]);
