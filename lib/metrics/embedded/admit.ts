import type { Fault } from "@/lib/metrics/ingest/rejection-reasons";
import type { SeriesSamples, WriteOptions } from "@/lib/metrics/store";
import { lowerBound, sameBits, type Column } from "./column";
import type { Head } from "./head";
import { INTEGER_MAX } from "./integer-codec";

export interface Admission {
  t: ArrayLike<number>;
  v: ArrayLike<number>;
  /** Why samples were left out; absent when all are in. */
  refused?: { fault: Fault; samples: number; at: number };
}

/** The words are those of Prometheus. One object each: a batch may meet them for every sample. */
const FAULTS = {
  fraction: { code: "timestamp_invalid", text: "a timestamp is not a whole number of milliseconds" },
  bounds: { code: "timestamp_invalid", text: "a timestamp is out of bounds" },
  future: { code: "too_far_in_future", text: "the sample is too far in the future" },
  old: { code: "out_of_order", text: "out of order sample: too old" },
  duplicate: { code: "duplicate_sample", text: "duplicate sample for timestamp" },
} as const satisfies Record<string, Fault>;

/** Why a time cannot be taken, whatever is stored, or null. */
export function findTimeFault(t: number, notAfter: number | undefined): Fault | null {
  if (!Number.isInteger(t)) return FAULTS.fraction;
  // Beyond, the difference of two times is no exact double any more, and a row would be read back as another.
  if (Math.abs(t) > INTEGER_MAX) return FAULTS.bounds;
  return notAfter !== undefined && t > notAfter ? FAULTS.future : null;
}

function valueAt(column: Column | undefined, t: number): number | undefined {
  if (column === undefined) return undefined;
  const index = lowerBound(column.t, t);
  return column.t[index] === t ? column.v[index] : undefined;
}

/** What is known of a series that samples are written to. */
export interface Known {
  head: Head;
  id: number;
  /** What segments hold of it in the span of the samples, where that was looked up. */
  stored: Column | undefined;
}

/** Why one sample cannot be taken, or null. */
function findFault({ head, id, stored }: Known, t: number, v: number, options: WriteOptions): Fault | null {
  const timeFault = findTimeFault(t, options.notAfter);
  if (timeFault !== null) return timeFault;
  const newest = head.newestOf(id);
  if (newest === undefined || t > newest) return null;
  if (options.outOfOrderMs !== undefined && t < newest - options.outOfOrderMs) return FAULTS.old;
  const present = head.valueAt(id, t) ?? valueAt(stored, t);
  return present === undefined || sameBits(present, v) ? null : FAULTS.duplicate;
}

/** Whether all samples are behind what a series has, in order and within all bounds: what senders send nearly always. */
function isAllNew(newest: number | undefined, t: ArrayLike<number>, { notAfter }: WriteOptions): boolean {
  const most = Math.min(notAfter ?? Infinity, INTEGER_MAX);
  let before = newest ?? -INTEGER_MAX;
  for (let i = 0; i < t.length; i++) {
    const time = t[i] as number; // Safe because i < length.
    if (!(time > before && time <= most && Math.floor(time) === time)) return false;
    before = time;
  }
  return true;
}

/** Which samples of a series are taken. The first of two values for one moment stands; the same value again is fine. */
export function admit(known: Known, { t, v }: SeriesSamples, options: WriteOptions): Admission {
  if (isAllNew(known.head.newestOf(known.id), t, options)) return { t, v };
  let refusedCount = 0;
  let first: { fault: Fault; at: number } | undefined;
  const kept: number[] = [];
  for (let i = 0; i < t.length; i++) {
    const fault = findFault(known, t[i] as number, v[i] as number, options);
    if (fault === null) {
      if (refusedCount > 0) kept.push(i);
      continue;
    }
    if (refusedCount === 0) for (let k = 0; k < i; k++) kept.push(k);
    refusedCount++;
    first ??= { fault, at: t[i] as number };
  }
  if (first === undefined) return { t, v };
  return {
    t: Float64Array.from(kept, (i) => t[i] as number),
    v: Float64Array.from(kept, (i) => v[i] as number),
    refused: { ...first, samples: refusedCount },
  };
}
