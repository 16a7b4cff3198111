import { EMPTY_COLUMN, lowerBound, mergeTwo, toColumn, type Column } from "./column";

const FIRST_CAPACITY = 32;
/** Less waste than doubling; appending stays constant on average. */
const GROWTH = 1.5;

interface HeadSeries {
  t: Float64Array;
  v: Float64Array;
  length: number;
}

/**
 * The newest samples of every series, in memory: exactly what the log rows that this process has seen hold, each moment
 * once. What `column` handed out never changes: samples are only put behind it, or into fresh arrays.
 */
export class Head {
  readonly #series = new Map<number, HeadSeries>();
  readonly #newest = new Map<number, number>();
  #newestMs: number | null = null;

  /** Adds samples in any order; one that is there already changes nothing. */
  add(id: number, t: ArrayLike<number>, v: ArrayLike<number>): void {
    if (t.length === 0) return;
    let series = this.#series.get(id);
    if (!series) {
      series = { t: new Float64Array(FIRST_CAPACITY), v: new Float64Array(FIRST_CAPACITY), length: 0 };
      this.#series.set(id, series);
    }
    const lastT = series.length === 0 ? -Infinity : (series.t[series.length - 1] as number);
    if (t.length === 1 && (t[0] as number) > lastT) appendOne(series, t[0] as number, v[0] as number);
    else this.#addMany(series, toColumn(t, v), lastT);
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
    const merged = mergeTwo(viewOf(series), column);
    // A write that is sent again must not cost its readers fresh arrays; values may still differ, so they are taken.
    series.t = merged.t;
    series.v = merged.v;
    series.length = merged.t.length;
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

  column(id: number): Column {
    const series = this.#series.get(id);
    return series ? viewOf(series) : EMPTY_COLUMN;
  }

  /** The value at exactly `t`, or undefined. */
  valueAt(id: number, t: number): number | undefined {
    const series = this.#series.get(id);
    if (!series) return undefined;
    const index = lowerBound(series.t, t, series.length);
    return index < series.length && series.t[index] === t ? series.v[index] : undefined;
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

function reserve(series: HeadSeries, needed: number): void {
  if (needed <= series.t.length) return;
  const capacity = Math.max(needed, Math.ceil(series.t.length * GROWTH));
  const t = new Float64Array(capacity);
  const v = new Float64Array(capacity);
  t.set(series.t.subarray(0, series.length));
  v.set(series.v.subarray(0, series.length));
  series.t = t;
  series.v = v;
}
