// In this file `as number` on an indexed typed array is safe because every index lies between the given ends.

/** Below this looking at the samples costs no more than looking up what is known of them. Our choice. */
const WORTH_KEEPING = 64;
/** A counter drops when its program starts anew. What drops more often than this share is none, and its drops are not kept. */
const DROPS_SHARE_MAX = 1 / 16;

interface Span {
  start: number;
  end: number;
}

interface Drops extends Span {
  at: number[];
}

/** Facts by array: samples that a store handed out never change, and what it appends lies behind them. */
const withoutNaN = new WeakMap<Float64Array, Span>();
const knownDrops = new WeakMap<Float64Array, Drops>();

/** Whether what is asked begins within what is known, so that only what lies behind must be looked at. */
const goesOn = <Known extends Span>(known: Known | undefined, start: number): known is Known =>
  known !== undefined && start >= known.start && start <= known.end;

/** Whether none of `v[start] … v[end - 1]` is NaN. */
export function isNaNFree(v: Float64Array, start: number, end: number): boolean {
  const known = withoutNaN.get(v);
  if (goesOn(known, start)) {
    if (hasNaN(v, known.end, end)) return false;
    known.end = Math.max(known.end, end);
    return true;
  }
  if (hasNaN(v, start, end)) return false;
  if (end - start >= WORTH_KEEPING) withoutNaN.set(v, { start, end });
  return true;
}

function hasNaN(v: Float64Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (v[i] !== v[i]) return true;
  return false;
}

/** Indices, ascending, at which a value is less than the one before it; all of `start < i < end`, and maybe others. */
export function dropsIn(v: Float64Array, start: number, end: number): readonly number[] {
  const known = knownDrops.get(v);
  if (goesOn(known, start)) {
    if (end > known.end) {
      findDrops(v, known.end, end, known.at);
      known.end = end;
    }
    return known.at;
  }
  const at = findDrops(v, start + 1, end, []);
  const length = end - start;
  if (length >= WORTH_KEEPING && at.length <= length * DROPS_SHARE_MAX) knownDrops.set(v, { start, end, at });
  return at;
}

function findDrops(v: Float64Array, from: number, to: number, into: number[]): number[] {
  for (let i = from; i < to; i++) if ((v[i] as number) < (v[i - 1] as number)) into.push(i);
  return into;
}
