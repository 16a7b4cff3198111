import type { DecodedLogRow } from "./log-row";
import { EMPTY_COLUMN, lowerBound, mergeTwo, sameBits, toColumn, winner, type Column } from "./column";
import { GROWTH, Timeline, Timelines } from "./timeline";

const FIRST_CAPACITY = 32;

/** Out-of-order samples up to this many are put in one by one, more are merged: a shift costs less than fresh arrays. */
const INSERT_MAX = 32;

/** Samples of one series: moment `line.t[k]`, value `v[k]` for `k < length`. */
export interface HeadSeries {
  readonly line: Timeline;
  readonly v: Float64Array;
  readonly length: number;
  /** Another one each time that samples were put in elsewhere than at the end, or dropped. */
  readonly revision: number;
}

interface OwnSeries {
  line: Timeline;
  v: Float64Array;
  length: number;
  revision: number;
  /** A reader holds `v`: what is in it must stay, only what lies behind may be written. */
  isHandedOut: boolean;
}

const lastOf = ({ line, length }: OwnSeries): number =>
  length === 0 ? -Infinity : (line.t[length - 1] as number); // Safe because a line is as long as its columns.

/**
 * The newest samples of every series, in memory: exactly what the log rows that this process has seen hold, each moment
 * once. What was handed out never changes: samples are only put behind it, or into fresh arrays.
 */
export class Head {
  readonly #series = new Map<number, OwnSeries>();
  readonly #newest = new Map<number, number>();
  readonly #lines = new Timelines();
  /** Ends of segments that may hold samples newer than `#newest` knows of. */
  readonly #bounds = new Map<number, number>();
  #segmentsEnd = -Infinity;
  #revisions = 0;

  /** Adds all samples of a log row. */
  addRow({ ids, ends, t, v }: DecodedLogRow): void {
    let start = 0;
    for (let i = 0; i < ids.length; i++) {
      const end = ends[i] as number; // Safe because ids and ends have the same length.
      this.#put(ids[i] as number, t, v, start, end); // Safe likewise.
      start = end;
    }
  }

  /** Adds samples in any order; one that is there already changes nothing. */
  add(id: number, t: ArrayLike<number>, v: ArrayLike<number>): void {
    this.#put(id, t, v, 0, t.length);
  }

  #put(id: number, t: ArrayLike<number>, v: ArrayLike<number>, from: number, to: number): void {
    if (from === to) return;
    const series = this.#series.get(id) ?? this.#begin(id);
    if (isAscending(t, from, to, lastOf(series))) this.#append(series, t, v, from, to);
    else this.#mix(series, t, v, from, to);
    this.noteNewest(id, lastOf(series));
  }

  #begin(id: number): OwnSeries {
    const series = {
      line: new Timeline(0),
      v: new Float64Array(FIRST_CAPACITY),
      length: 0,
      revision: ++this.#revisions,
      isHandedOut: false,
    };
    this.#series.set(id, series);
    return series;
  }

  #append(series: OwnSeries, t: ArrayLike<number>, v: ArrayLike<number>, from: number, to: number): void {
    const { length } = series;
    const end = length + to - from;
    series.line = this.#lines.extend(length === 0 ? undefined : series.line, length, t, from, to);
    if (end > series.v.length) grow(series, end);
    for (let k = from; k < to; k++) series.v[length + k - from] = v[k] as number; // Safe because k < to.
    series.length = end;
  }

  #mix(
    series: OwnSeries,
    given: ArrayLike<number>,
    values: ArrayLike<number>,
    from: number,
    to: number,
  ): void {
    const slice = (array: ArrayLike<number>) =>
      array instanceof Float64Array ? array.subarray(from, to) : Float64Array.from(array).subarray(from, to);
    const column = toColumn(slice(given), slice(values));
    if (column.t.length > INSERT_MAX && series.length > 0) {
      const merged = mergeTwo(viewOf(series), column);
      series.length = 0;
      series.v = new Float64Array(merged.t.length);
      series.isHandedOut = false;
      series.line.owners--;
      series.revision = ++this.#revisions;
      this.#append(series, merged.t, merged.v, 0, merged.t.length);
      return;
    }
    for (let i = 0; i < column.t.length; i++) {
      const [t, v] = [column.t[i] as number, column.v[i] as number]; // Safe because i is below both lengths.
      if (t > lastOf(series)) this.#append(series, column.t, column.v, i, i + 1);
      else this.#insert(series, t, v);
    }
  }

  /** Puts a sample where it belongs. Nothing happens, and nothing is copied, when it is there already. */
  #insert(series: OwnSeries, t: number, v: number): void {
    const index = lowerBound(series.line.t, t, series.length);
    const isPresent = series.line.t[index] === t;
    const value = isPresent ? winner(series.v[index] as number, v) : v;
    if (isPresent && sameBits(value, series.v[index] as number)) return;
    series.revision = ++this.#revisions;
    if (series.isHandedOut || series.length === series.v.length) grow(series, series.length + 1);
    if (!isPresent) {
      series.line = this.#lines.insert(series.line, series.length, index, t);
      series.v.copyWithin(index + 1, index, series.length);
      series.length++;
    }
    series.v[index] = value;
  }

  /** Remembers that a series has a sample at `t`, wherever it is stored. */
  noteNewest(id: number, t: number): void {
    const known = this.#newest.get(id);
    if (known === undefined || known < t) this.#newest.set(id, t);
  }

  /** Remembers that a segment with these series ends at `t`, which is the newest sample of one of them, not of each. */
  noteSegment(ids: Iterable<number>, t: number): void {
    for (const id of ids) {
      if (t > (this.#newest.get(id) ?? -Infinity) && t > (this.#bounds.get(id) ?? -Infinity))
        this.#bounds.set(id, t);
    }
    if (this.#segmentsEnd < t) this.#segmentsEnd = t;
  }

  /** No segment holds a later sample. */
  get segmentsEnd(): number {
    return this.#segmentsEnd;
  }

  /** Whether `newestOf` is exact. If not, a segment that ends at `boundOf` may hold later samples of the series. */
  isNewestKnown(id: number): boolean {
    const bound = this.#bounds.get(id);
    return bound === undefined || bound <= (this.#newest.get(id) ?? -Infinity);
  }

  boundOf(id: number): number | undefined {
    return this.#bounds.get(id);
  }

  /** Says that all segments that end at `bound` or before were looked at, and `newestOf` is exact so far. */
  settleNewest(id: number, bound: number | undefined): void {
    if (this.#bounds.get(id) === bound) this.#bounds.delete(id);
  }

  /** Time of the newest sample of a series that this process has seen, or undefined. */
  newestOf(id: number): number | undefined {
    return this.#newest.get(id);
  }

  /** Time of the newest sample of all series but these, or null. Asked for rarely: it looks at every series. */
  newestExcept(left: ReadonlySet<number>): number | null {
    let newest: number | null = null;
    for (const known of [this.#newest, this.#bounds])
      for (const [id, t] of known) if ((newest === null || t > newest) && !left.has(id)) newest = t;
    return newest;
  }

  /** Series that have samples here. */
  get seriesCount(): number {
    return this.#series.size;
  }

  /** Ids of the series that have samples here. */
  ids(): Iterable<number> {
    return this.#series.keys();
  }

  /** What is here of a series. Its first `length` samples never change; look again for newer ones. */
  series(id: number): HeadSeries | undefined {
    const series = this.#series.get(id);
    if (!series) return undefined;
    series.isHandedOut = true;
    series.line.isHandedOut = true;
    return series;
  }

  column(id: number): Column {
    this.series(id);
    const series = this.#series.get(id);
    return series ? viewOf(series) : EMPTY_COLUMN;
  }

  /** Whether a series has a sample with `from <= t <= to` here. */
  hasWithin(id: number, from: number, to: number): boolean {
    const series = this.#series.get(id);
    if (!series) return false;
    const index = lowerBound(series.line.t, from, series.length);
    return index < series.length && (series.line.t[index] as number) <= to; // Safe because index < length.
  }

  /** The value at exactly `t`, or undefined. */
  valueAt(id: number, t: number): number | undefined {
    const series = this.#series.get(id);
    if (!series) return undefined;
    const index = lowerBound(series.line.t, t, series.length);
    return index < series.length && series.line.t[index] === t ? series.v[index] : undefined;
  }

  /** Forgets everything. */
  clear(): void {
    this.#series.clear();
    this.#newest.clear();
    this.#bounds.clear();
    this.#segmentsEnd = -Infinity;
  }

  /** Forgets some series, their newest times included. */
  forget(ids: Iterable<number>): void {
    for (const id of ids) {
      this.#series.delete(id);
      this.#newest.delete(id);
      this.#bounds.delete(id);
    }
  }

  /** Forgets all samples before `boundary`. */
  truncateBefore(boundary: number): void {
    const kept = new Map<Timeline, { start: number; rest: Timeline }>();
    for (const [id, series] of this.#series) {
      let cut = kept.get(series.line);
      if (cut === undefined) kept.set(series.line, (cut = cutBefore(series.line, boundary)));
      const { start, rest } = cut;
      if (start === 0) continue;
      if (start >= series.length) {
        series.line.owners--;
        this.#series.delete(id);
        continue;
      }
      series.line = rest;
      rest.owners++;
      series.v = series.v.slice(start, series.length);
      series.length -= start;
      series.isHandedOut = false;
      series.revision = ++this.#revisions;
    }
  }
}

function cutBefore(line: Timeline, boundary: number): { start: number; rest: Timeline } {
  const start = lowerBound(line.t, boundary, line.length);
  if (start === 0) return { start, rest: line };
  const rest = new Timeline(line.length - start);
  rest.t.set(line.t.subarray(start, line.length));
  rest.length = line.length - start;
  return { start, rest };
}

function isAscending(t: ArrayLike<number>, from: number, to: number, after: number): boolean {
  let before = after;
  for (let k = from; k < to; k++) {
    const time = t[k] as number; // Safe because k < to.
    if (!(time > before)) return false;
    before = time;
  }
  return true;
}

const viewOf = ({ line, v, length }: OwnSeries): Column => ({
  t: line.t.subarray(0, length),
  v: v.subarray(0, length),
});

/** Moves the values of a series to an array of their own with room for `needed` and more. */
function grow(series: OwnSeries, needed: number): void {
  const v = new Float64Array(Math.max(needed, Math.ceil(series.length * GROWTH)));
  v.set(series.v.subarray(0, series.length));
  series.v = v;
  series.isHandedOut = false;
}
