/** Samples of one series: `t` (Unix ms, strictly ascending) and `v` have the same length. Never written to once made. */
export interface Column {
  t: Float64Array;
  v: Float64Array;
}

export const EMPTY_COLUMN: Column = { t: new Float64Array(0), v: new Float64Array(0) };

/** First index whose time is not below `t`; the length when there is none. */
export function lowerBound(times: Float64Array, t: number, length = times.length): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) < t) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The part with `from <= t <= to`, sharing memory. */
export function sliceColumn({ t, v }: Column, from: number, to: number): Column {
  const length = t.length;
  if (length === 0 || ((t[0] as number) >= from && (t[length - 1] as number) <= to)) return { t, v };
  const start = lowerBound(t, from);
  // The next double after `to` is not needed: times are whole milliseconds.
  const end = lowerBound(t, to + 1);
  return { t: t.subarray(start, end), v: v.subarray(start, end) };
}

const scratch = new Float64Array(2);
const scratchWords = new Int32Array(scratch.buffer);

/** Whether two values are the same 64 bits. */
export function sameBits(a: number, b: number): boolean {
  if (!Number.isNaN(a)) return Object.is(a, b);
  scratch[0] = a;
  scratch[1] = b;
  return scratchWords[0] === scratchWords[2] && scratchWords[1] === scratchWords[3];
}

/**
 * Which of two values for one moment stands. Two writers that race can both be accepted with different values; every
 * process and every compaction must then agree whatever order it met them in, so the choice depends on the values alone:
 * a number beats a NaN, the greater number beats the lesser, and bits decide the rest.
 */
export function winner(a: number, b: number): number {
  if (a > b) return a;
  if (b > a) return b;
  const aIsNaN = Number.isNaN(a);
  if (aIsNaN !== Number.isNaN(b)) return aIsNaN ? b : a;
  scratch[0] = a;
  scratch[1] = b;
  const high = (scratchWords[1] as number) - (scratchWords[3] as number);
  if (high !== 0) return high > 0 ? a : b;
  return (scratchWords[0] as number) >= (scratchWords[2] as number) ? a : b;
}

/** Both columns in order of time; a moment that both have is there once. */
export function mergeTwo(a: Column, b: Column): Column {
  const t = new Float64Array(a.t.length + b.t.length);
  const v = new Float64Array(t.length);
  let i = 0;
  let j = 0;
  let n = 0;
  while (i < a.t.length && j < b.t.length) {
    const ta = a.t[i] as number;
    const tb = b.t[j] as number;
    if (ta < tb) {
      t[n] = ta;
      v[n++] = a.v[i++] as number;
    } else if (tb < ta) {
      t[n] = tb;
      v[n++] = b.v[j++] as number;
    } else {
      t[n] = ta;
      v[n++] = winner(a.v[i++] as number, b.v[j++] as number);
    }
  }
  for (const [rest, from] of [[a, i] as const, [b, j] as const]) {
    t.set(rest.t.subarray(from), n);
    v.set(rest.v.subarray(from), n);
    n += rest.t.length - from;
  }
  return { t: t.subarray(0, n), v: v.subarray(0, n) };
}

function concatenate(columns: readonly Column[]): Column {
  let length = 0;
  for (const column of columns) length += column.t.length;
  const t = new Float64Array(length);
  const v = new Float64Array(length);
  let at = 0;
  for (const column of columns) {
    t.set(column.t, at);
    v.set(column.v, at);
    at += column.t.length;
  }
  return { t, v };
}

const first = ({ t }: Column) => t[0] as number;
const last = ({ t }: Column) => t[t.length - 1] as number;

/** All columns of one series as one. Costs a copy when there are several, a merge only where they overlap in time. */
export function mergeColumns(columns: readonly Column[]): Column {
  const filled = columns.filter(({ t }) => t.length > 0).sort((a, b) => first(a) - first(b));
  const [only] = filled;
  if (only === undefined) return EMPTY_COLUMN;
  if (filled.length === 1) return only;
  const apart: Column[] = [];
  for (const column of filled) {
    const before = apart.at(-1);
    if (before === undefined || last(before) < first(column)) apart.push(column);
    else apart[apart.length - 1] = mergeTwo(before, column);
  }
  return apart.length === 1 ? (apart[0] as Column) : concatenate(apart);
}

/** Any samples as a column: sorted, a moment that comes twice kept once. Does not copy what is a column already. */
export function toColumn(t: ArrayLike<number>, v: ArrayLike<number>): Column {
  let ascending = true;
  for (let i = 1; i < t.length && ascending; i++) ascending = (t[i] as number) > (t[i - 1] as number);
  if (ascending) {
    return {
      t: t instanceof Float64Array ? t : Float64Array.from(t),
      v: v instanceof Float64Array ? v : Float64Array.from(v),
    };
  }
  const order = Array.from({ length: t.length }, (_, i) => i).sort(
    (a, b) => (t[a] as number) - (t[b] as number),
  );
  const sortedT = new Float64Array(order.length);
  const sortedV = new Float64Array(order.length);
  let n = 0;
  for (const i of order) {
    if (n > 0 && sortedT[n - 1] === t[i]) {
      sortedV[n - 1] = winner(sortedV[n - 1] as number, v[i] as number);
      continue;
    }
    sortedT[n] = t[i] as number;
    sortedV[n++] = v[i] as number;
  }
  return { t: sortedT.subarray(0, n), v: sortedV.subarray(0, n) };
}
