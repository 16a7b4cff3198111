import type { DecodedLogRow } from "./log-row";
import { EMPTY_COLUMN, lowerBound, mergeTwo, sameBits, toColumn, winner, type Column } from "./column";

const FIRST_CAPACITY = 32;
/** Less waste than doubling; appending stays constant on average. */
const GROWTH = 1.5;

/** Out-of-order samples up to this many are put in one by one, more are merged: a shift costs less than fresh arrays. */
const INSERT_MAX = 32;

interface HeadSeries {
  t: Float64Array;
  v: Float64Array;
  length: number;
  /** A reader holds these arrays: what is in them must stay, only what lies behind may be written. */
  shared: boolean;
}

/**
 * The newest samples of every series, in memory: exactly what the log rows that this process has seen hold, each moment
 * once. What `column` handed out never changes: samples are only put behind it, or into fresh arrays.
 */
export class Head {
  readonly #series = new Map<number, HeadSeries>();
  readonly #newest = new Map<number, number>();
  #newestMs: number | null = null;

  /** Adds all samples of a log row. */
  addRow({ ids, ends, t, v }: DecodedLogRow): void {
    let start = 0;
    for (let i = 0; i < ids.length; i++) {
      const end = ends[i] as number;
      const id = ids[i] as number;
      if (end - start === 1) this.#addOne(id, t[start] as number, v[start] as number);
      else this.add(id, t.subarray(start, end), v.subarray(start, end));
      start = end;
    }
  }

  #addOne(id: number, t: number, v: number): void {
    const series = this.#seriesOf(id, 1);
    insertOne(series, t, v);
    this.noteNewest(id, t);
  }

  #seriesOf(id: number, samples: number): HeadSeries {
    let series = this.#series.get(id);
    if (!series) {
      const capacity = Math.max(FIRST_CAPACITY, samples);
      series = { t: new Float64Array(capacity), v: new Float64Array(capacity), length: 0, shared: false };
      this.#series.set(id, series);
    }
    return series;
  }

  /** Adds samples in any order; one that is there already changes nothing. */
  add(id: number, t: ArrayLike<number>, v: ArrayLike<number>): void {
    if (t.length === 0) return;
    if (t.length === 1) {
      this.#addOne(id, t[0] as number, v[0] as number);
      return;
    }
    const series = this.#seriesOf(id, t.length);
    const lastT = series.length === 0 ? -Infinity : (series.t[series.length - 1] as number);
    this.#addMany(series, toColumn(t, v), lastT);
    this.noteNewest(id, series.t[series.length - 1] as number);
  }

  #addMany(series: HeadSeries, column: Column, lastT: number): void {
    if ((column.t[0] as number) > lastT) {
      reserve(series, series.length + column.t.length);
      series.t.set(column.t, series.length);
      series.v.set(column.v, series.length);
      series.length += column.t.length;
      return;
    }
    if (column.t.length <= INSERT_MAX) {
      for (let i = 0; i < column.t.length; i++)
        insertOne(series, column.t[i] as number, column.v[i] as number);
      return;
    }
    const merged = mergeTwo(viewOf(series), column);
    series.t = merged.t;
    series.v = merged.v;
    series.length = merged.t.length;
    series.shared = false;
  }

  /** Remembers that a series has a sample at `t`, wherever it is stored. */
  noteNewest(id: number, t: number): void {
    const known = this.#newest.get(id);
    if (known === undefined || known < t) this.#newest.set(id, t);
    if (this.#newestMs === null || this.#newestMs < t) this.#newestMs = t;
  }

  /** Time of the newest sample of a series, or undefined when this process has seen none. */
  newestOf(id: number): number | undefined {
    return this.#newest.get(id);
  }

  get newestMs(): number | null {
    return this.#newestMs;
  }

  /** Series that have samples here. */
  get seriesCount(): number {
    return this.#series.size;
  }

  /** Ids of the series that have samples here. */
  ids(): Iterable<number> {
    return this.#series.keys();
  }

  column(id: number): Column {
    const series = this.#series.get(id);
    if (!series) return EMPTY_COLUMN;
    series.shared = true;
    return viewOf(series);
  }

  /** The value at exactly `t`, or undefined. */
  valueAt(id: number, t: number): number | undefined {
    const series = this.#series.get(id);
    if (!series) return undefined;
    const index = lowerBound(series.t, t, series.length);
    return index < series.length && series.t[index] === t ? series.v[index] : undefined;
  }

  /** Forgets everything. */
  clear(): void {
    this.#series.clear();
    this.#newest.clear();
    this.#newestMs = null;
  }

  /** Forgets some series, their newest times included. */
  forget(ids: Iterable<number>): void {
    for (const id of ids) {
      this.#series.delete(id);
      this.#newest.delete(id);
    }
    let newest: number | null = null;
    for (const t of this.#newest.values()) if (newest === null || newest < t) newest = t;
    this.#newestMs = newest;
  }

  /** Forgets all samples before `boundary`. */
  truncateBefore(boundary: number): void {
    for (const [id, series] of this.#series) {
      const start = lowerBound(series.t, boundary, series.length);
      if (start === 0) continue;
      if (start === series.length) {
        this.#series.delete(id);
        continue;
      }
      series.t = series.t.slice(start, series.length);
      series.v = series.v.slice(start, series.length);
      series.length -= start;
      series.shared = false;
    }
  }
}

const viewOf = (series: HeadSeries): Column => ({
  t: series.t.subarray(0, series.length),
  v: series.v.subarray(0, series.length),
});

function appendOne(series: HeadSeries, t: number, v: number): void {
  reserve(series, series.length + 1);
  series.t[series.length] = t;
  series.v[series.length] = v;
  series.length++;
}

/** Puts a sample where it belongs. Nothing happens, and nothing is copied, when it is there already. */
function insertOne(series: HeadSeries, t: number, v: number): void {
  if (series.length === 0 || (series.t[series.length - 1] as number) < t) {
    appendOne(series, t, v);
    return;
  }
  const index = lowerBound(series.t, t, series.length);
  const present = series.t[index] === t;
  const value = present ? winner(series.v[index] as number, v) : v;
  if (present && sameBits(value, series.v[index] as number)) return;
  if (series.shared || series.length === series.t.length) grow(series, series.length + 1);
  if (!present) {
    series.t.copyWithin(index + 1, index, series.length);
    series.v.copyWithin(index + 1, index, series.length);
    series.length++;
  }
  series.t[index] = t;
  series.v[index] = value;
}

function reserve(series: HeadSeries, needed: number): void {
  if (needed > series.t.length) grow(series, needed);
}

/** Moves a series to arrays of its own with room for `needed` samples and more. */
function grow(series: HeadSeries, needed: number): void {
  const capacity = Math.max(needed, Math.ceil(series.length * GROWTH));
  const t = new Float64Array(capacity);
  const v = new Float64Array(capacity);
  t.set(series.t.subarray(0, series.length));
  v.set(series.v.subarray(0, series.length));
  series.t = t;
  series.v = v;
  series.shared = false;
}
