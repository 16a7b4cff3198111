import type { UnixMs } from "@/lib/core/time";
import type { IngestLimits } from "@/lib/metrics/constants";
import type { SeriesSamples } from "@/lib/metrics/store";
import type { Fault } from "./rejection-reasons";
import { nextRequest, markOf } from "./series-mark";
import { meterOf } from "./source-meter";
import { tidySamples } from "./tidy-samples";

/** Who sends, what they may send, and when it came. */
export interface IngestFrom {
  sourceId: string;
  limits: IngestLimits;
  now: UnixMs;
}

const TWO_VALUES: Fault = { code: "duplicate_sample", text: "two values for one moment in one request" };

/**
 * The series of a request that may go to the store: within the limits of their source, each label set once, its samples
 * in order of time and each moment once. What is left out is told to `refuse`, with how many samples.
 */
export function admitSeries<T extends SeriesSamples>(
  series: readonly T[],
  { sourceId, limits, now }: IngestFrom,
  refuse: (series: T, fault: Fault, samples: number) => void,
): T[] {
  const meter = meterOf(sourceId);
  const request = nextRequest();
  const admitted: T[] = [];
  for (const one of series) {
    const mark = markOf(one.labels);
    const fault = meter.admitSeries(mark, limits, now);
    if (fault !== null) {
      refuse(one, fault, one.t.length);
      continue;
    }
    if (mark.request === request) {
      const before = admitted[mark.place] as T;
      const { conflicts, ...samples } = tidySamples([before, one]);
      admitted[mark.place] = { ...before, ...samples };
      if (conflicts > 0) refuse(one, TWO_VALUES, conflicts);
      continue;
    }
    mark.request = request;
    mark.place = admitted.length;
    if (isAscending(one.t)) {
      admitted.push(one);
      continue;
    }
    const { conflicts, ...samples } = tidySamples([one]);
    admitted.push({ ...one, ...samples });
    if (conflicts > 0) refuse(one, TWO_VALUES, conflicts);
  }
  return admitted;
}

function isAscending(t: ArrayLike<number>): boolean {
  for (let i = 1; i < t.length; i++) if ((t[i] as number) <= (t[i - 1] as number)) return false;
  return true;
}
