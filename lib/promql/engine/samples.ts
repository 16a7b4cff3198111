import type { LabelSet } from "../labels";
import { isNaNFree } from "./facts";

/** One series as the engine reads it: ascending times, values, no staleness marker unless said. */
export interface Samples {
  labels: LabelSet;
  /** As in `SourceSeries`: the samples are those with `start <= k < end`, and series may share `t`. */
  t: Float64Array;
  v: Float64Array;
  start: number;
  end: number;
}

/** High and low word of Prometheus' staleness marker, 0x7ff0000000000002 (`model/value.StaleNaN`). */
const STALE_HIGH = 0x7f_f0_00_00;
const STALE_LOW = 2;
const LOW_FIRST = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** Whether `v[i]`, already known to be NaN, is a staleness marker. Reads bits: arithmetic may change a NaN's payload. */
export function isStaleAt(words: Uint32Array, i: number): boolean {
  const low = words[2 * i + (LOW_FIRST ? 0 : 1)];
  const high = words[2 * i + (LOW_FIRST ? 1 : 0)];
  return low === STALE_LOW && high === STALE_HIGH;
}

export function wordsOf(v: Float64Array): Uint32Array {
  return new Uint32Array(v.buffer, v.byteOffset, v.length * 2);
}

/** The series without its staleness markers; the same object when it has none. */
export function withoutStale(series: Samples): Samples {
  const { labels, t, v, start, end } = series;
  if (isNaNFree(v, start, end)) return series;
  const words = wordsOf(v);
  const stale = countStale(v, words, start, end);
  if (stale === 0) return series;
  const length = end - start - stale;
  const keptT = new Float64Array(length);
  const keptV = new Float64Array(length);
  let kept = 0;
  for (let i = start; i < end; i++) {
    if (v[i] !== v[i] && isStaleAt(words, i)) continue;
    keptT[kept] = t[i] as number; // Safe because i < end.
    keptV[kept] = v[i] as number; // Safe likewise.
    kept++;
  }
  return { labels, t: keptT, v: keptV, start: 0, end: length };
}

function countStale(v: Float64Array, words: Uint32Array, start: number, end: number): number {
  let stale = 0;
  for (let i = start; i < end; i++) if (v[i] !== v[i] && isStaleAt(words, i)) stale++;
  return stale;
}
