const FIRST_CAPACITY = 32;
/** Less waste than doubling; appending stays constant on average. */
export const GROWTH = 1.5;

/**
 * Ascending times that series share: what is scraped together has the same times, so they are kept once, and what
 * readers work out from times alone is worked out once. A line grows at its end; a series uses the first so many.
 */
export class Timeline {
  t: Float64Array;
  length = 0;
  /** Columns on this line. */
  owners = 0;
  /** A reader holds `t`: what is in it must stay. */
  isHandedOut = false;

  constructor(capacity: number) {
    this.t = new Float64Array(Math.max(FIRST_CAPACITY, capacity));
  }

  reserve(needed: number): void {
    if (needed <= this.t.length) return;
    const t = new Float64Array(Math.max(needed, Math.ceil(this.t.length * GROWTH)));
    t.set(this.length === this.t.length ? this.t : this.t.subarray(0, this.length));
    this.t = t;
    this.isHandedOut = false;
  }
}

/** Whether the line goes on with `t[from] … t[to - 1]` behind its first `length` moments, as far as it goes. */
function goesOn(line: Timeline, length: number, t: ArrayLike<number>, from: number, to: number): boolean {
  const known = Math.min(line.length - length, to - from);
  for (let i = 0; i < known; i++) if (line.t[length + i] !== t[from + i]) return false;
  return true;
}

function reach(line: Timeline, length: number, t: ArrayLike<number>, from: number, to: number): void {
  const end = length + to - from;
  if (end <= line.length) return;
  line.reserve(end);
  for (let i = line.length; i < end; i++) line.t[i] = t[from + i - length] as number; // Safe because it is below `to`.
  line.length = end;
}

function copyOf(line: Timeline | undefined, length: number, room: number): Timeline {
  const copy = new Timeline(Math.ceil((length + room) * (length === 0 ? 1 : GROWTH)));
  if (line !== undefined) copy.t.set(line.t.subarray(0, length));
  copy.length = length;
  return copy;
}

/** A line that was left by one column, most likely to be left by its neighbours in the same way. */
interface Departure {
  before: Timeline | undefined;
  length: number;
  after: Timeline;
}

/** Gives columns their lines, shared with the columns that were served just before where that fits. */
export class Timelines {
  #extended: Departure | undefined;
  #inserted: (Departure & { index: number; t: number }) | undefined;

  /** The line for a column that has `length` moments of `line`, and gets `t[from] … t[to - 1]` behind them. */
  extend(
    line: Timeline | undefined,
    length: number,
    t: ArrayLike<number>,
    from: number,
    to: number,
  ): Timeline {
    if (line !== undefined && goesOn(line, length, t, from, to)) {
      reach(line, length, t, from, to);
      return line;
    }
    const last = this.#extended;
    let after: Timeline;
    if (last?.before === line && last?.length === length && goesOn(last.after, length, t, from, to)) {
      ({ after } = last);
    } else {
      after = copyOf(line, length, to - from);
      this.#extended = { before: line, length, after };
    }
    reach(after, length, t, from, to);
    return move(line, after);
  }

  /** The line for a column that has `length` moments of `line`, and gets `t` among them at `index`. */
  insert(line: Timeline, length: number, index: number, t: number): Timeline {
    if (line.owners === 1 && !line.isHandedOut && line.length === length) {
      // What is remembered may lead to this line as it was.
      this.#extended = undefined;
      this.#inserted = undefined;
      insertInto(line, index, t);
      return line;
    }
    const last = this.#inserted;
    if (last?.before === line && last.length === length && last.index === index && last.t === t) {
      return move(line, last.after);
    }
    const after = copyOf(line, length, 1);
    insertInto(after, index, t);
    this.#inserted = { before: line, length, after, index, t };
    return move(line, after);
  }
}

function insertInto(line: Timeline, index: number, t: number): void {
  line.reserve(line.length + 1);
  line.t.copyWithin(index + 1, index, line.length);
  line.t[index] = t;
  line.length++;
}

function move(before: Timeline | undefined, after: Timeline): Timeline {
  if (before !== undefined) before.owners--;
  after.owners++;
  return after;
}
