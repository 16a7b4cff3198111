import type { SeriesSamples, WriteOptions } from "@/lib/metrics/store";
import { sameBits } from "./column";
import type { Head } from "./head";
import { INTEGER_MAX } from "./integer-codec";

export interface Admission {
  t: ArrayLike<number>;
  v: ArrayLike<number>;
  /** Why samples were left out; absent when all are in. */
  refused?: { reason: string; samples: number };
}

/** Reason why one sample cannot be taken, or null. The words are those of Prometheus. */
function findFault(head: Head, id: number, t: number, v: number, options: WriteOptions): string | null {
  if (!Number.isInteger(t)) return "a timestamp is not a whole number of milliseconds";
  // Beyond, the difference of two times is no exact double any more, and a row would be read back as another.
  if (Math.abs(t) > INTEGER_MAX) return "a timestamp is out of bounds";
  if (options.notAfter !== undefined && t > options.notAfter) return "the sample is too far in the future";
  const newest = head.newestOf(id);
  if (newest === undefined || t > newest) return null;
  if (options.outOfOrderMs !== undefined && t < newest - options.outOfOrderMs)
    return "out of order sample: too old";
  const present = head.valueAt(id, t);
  return present === undefined || sameBits(present, v) ? null : "duplicate sample for timestamp";
}

/** Which samples of a series are taken. The first of two values for one moment stands; the same value again is fine. */
export function admit(head: Head, id: number, { t, v }: SeriesSamples, options: WriteOptions): Admission {
  let refusedCount = 0;
  let reason = "";
  const kept: number[] = [];
  for (let i = 0; i < t.length; i++) {
    const fault = findFault(head, id, t[i] as number, v[i] as number, options);
    if (fault === null) {
      if (refusedCount > 0) kept.push(i);
      continue;
    }
    if (refusedCount === 0) for (let k = 0; k < i; k++) kept.push(k);
    refusedCount++;
    reason = fault;
  }
  if (refusedCount === 0) return { t, v };
  return {
    t: Float64Array.from(kept, (i) => t[i] as number),
    v: Float64Array.from(kept, (i) => v[i] as number),
    refused: { reason, samples: refusedCount },
  };
}
