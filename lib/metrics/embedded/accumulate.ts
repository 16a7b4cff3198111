import { HOUR_MS, type UnixMs } from "@/lib/core/time";
import type { Fault } from "@/lib/metrics/ingest/rejection-reasons";
import type { DeltaSeries } from "@/lib/metrics/store";
import { findTimeFault } from "./admit";
import { lowerBound, sameBits, type Column } from "./column";

/** A zero is only put at the start of a change that is not older than this: the start may be anything. Our choice. */
const ZERO_AGE_MAX_MS = HOUR_MS;
/** A NaN among changes marks the end of a stream. */
const isStale = (v: number): boolean => Number.isNaN(v);

/** What is stored of a series already. */
export interface StoredTotals {
  /** Its samples in memory, which are the newest ones. */
  column: Column;
  /** Time of its newest sample wherever it is, or undefined. */
  newest: UnixMs | undefined;
}

export interface Accumulated {
  /** Samples to store: totals at the end of each change, and zeros where a stream begins. */
  t: Float64Array;
  v: Float64Array;
  /** Changes that are counted in the totals now, those included that were before. */
  counted: number;
  refused: Map<Fault, number>;
}

const LATE: Fault = { code: "out_of_order", text: "the change ends before what is counted already" };
const OVERLAP: Fault = {
  code: "delta_overlap",
  text: "the change begins within what is counted already: is it sent by two writers under one name?",
};
const CONTRADICTION: Fault = {
  code: "duplicate_sample",
  text: "another change for the same moment is counted already",
};

/**
 * Changes of a counter as totals, which follow from what is stored and from nothing else: so they are right after any
 * crash, in any process, and however often a request is repeated.
 *
 * - A stream that is new begins with zero at the start of its first change, so that rates see all of it. So does one
 *   whose newest sample has left the memory (two to four hours): it was forgotten.
 * - After a gap the total goes on, as in the Collector: nothing that came is lost, and no reset is seen that was none.
 * - A change that reaches into what is counted already would count twice, and is refused.
 * - A change that ends at a stored moment is the same one again when it makes the stored total.
 *
 * @see https://opentelemetry.io/docs/specs/otel/metrics/data-model/#sums-delta-to-cumulative, which asks for a reset after
 *   a gap: here the total has no start time that would become wrong.
 */
export function accumulate(
  { start, t, v }: DeltaSeries,
  { column, newest }: StoredTotals,
  notAfter: UnixMs | undefined,
): Accumulated {
  const [outT, outV, source]: [number[], number[], number[]] = [[], [], []];
  const put = (time: number, value: number, from: number) => {
    outT.push(time);
    outV.push(value);
    source.push(from);
  };
  const refused = new Map<Fault, number>();
  const refuse = (fault: Fault) => refused.set(fault, (refused.get(fault) ?? 0) + 1);
  let counted = 0;
  let last = newest;
  let total = lastTotal(column);
  for (let i = 0; i < t.length; i++) {
    const [from, to, change] = [start[i] as number, t[i] as number, v[i] as number];
    const fault = findTimeFault(to, notAfter);
    if (fault !== null) {
      refuse(fault);
      continue;
    }
    if (newest !== undefined && to <= newest) {
      const repeated = findRepeated(column, from, to, change);
      if (repeated === null) counted++;
      else refuse(repeated);
      continue;
    }
    if (from !== 0 && last !== undefined && from < last) {
      refuse(OVERLAP);
      continue;
    }
    if (!isStale(change)) {
      if (total === undefined && from !== 0 && from !== last && to - from <= ZERO_AGE_MAX_MS && from < to) {
        put(from, 0, -1);
      }
      total = (total ?? 0) + change;
    }
    put(to, isStale(change) ? change : (total ?? 0), i);
    last = to;
    counted++;
  }
  const values = new Float64Array(outV);
  // A staleness marker keeps its bits only from one typed array to another.
  if (v instanceof Float64Array)
    source.forEach((from, at) => {
      if (from >= 0 && isStale(v[from] as number)) values.set(v.subarray(from, from + 1), at);
    });
  return { t: Float64Array.from(outT), v: values, counted, refused };
}

/** The newest stored value that is a total. */
function lastTotal({ v }: Column): number | undefined {
  for (let i = v.length - 1; i >= 0; i--) if (!isStale(v[i] as number)) return v[i];
  return undefined;
}

/** Null when the change is counted already; otherwise why it cannot be counted now. */
function findRepeated({ t, v }: Column, from: number, to: number, change: number): Fault | null {
  const at = lowerBound(t, to);
  if (at >= t.length || t[at] !== to) return LATE;
  const stored = v[at] as number;
  if (isStale(change) || isStale(stored)) return sameBits(stored, change) ? null : CONTRADICTION;
  let before = at - 1;
  while (before >= 0 && isStale(v[before] as number)) before--;
  // What was there before has left the memory, or began without a start: there is nothing to compare with.
  if (before < 0) return null;
  if (from !== 0 && from < (t[before] as number)) return OVERLAP;
  return Object.is((v[before] as number) + change, stored) ? null : CONTRADICTION;
}
