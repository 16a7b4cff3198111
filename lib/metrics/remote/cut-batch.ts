import type { Dialect } from "@/lib/promql/dialect";
import { rejection } from "@/lib/metrics/ingest/rejection";
import type { Fault } from "@/lib/metrics/ingest/rejection-reasons";
import { findLabelFault } from "@/lib/metrics/labels";
import type { RejectedSeries, SampleBatch, WriteOptions } from "@/lib/metrics/store";
import type { TypedSeries } from "./encode-write-request";

/** Samples of one request. Prometheus sends 2,000 at most; five times as many is 200 kB, far below every receiver's limit. */
const SAMPLES_MAX = 10_000;
/** A series costs the receiver its labels too: counted as this many samples. */
const SERIES_WEIGHT = 4;

export interface Piece extends TypedSeries {
  /** Index in `batch.series`. */
  index: number;
}

/** Why a sample cannot be sent, or null. What is newest only the engine knows: it applies a window of its own. */
function findFault(t: number, { notAfter }: WriteOptions): Fault | null {
  if (!Number.isSafeInteger(t))
    return { code: "timestamp_invalid", text: "a timestamp is not a whole number of milliseconds" };
  if (notAfter !== undefined && t > notAfter)
    return { code: "too_far_in_future", text: "the sample is too far in the future" };
  return null;
}

/** Keeps what may be sent. Typed arrays are sliced, so that no value passes through a number and loses bits. */
export function admitBatch(
  batch: SampleBatch,
  options: WriteOptions & { dialect: Dialect },
): { pieces: Piece[]; rejected: RejectedSeries[] } {
  const pieces: Piece[] = [];
  const rejected: RejectedSeries[] = [];
  batch.series.forEach(({ labels, t, v }, index) => {
    const labelFault = findLabelFault(labels, options.dialect);
    if (labelFault !== null) {
      rejected.push(rejection(index, labels, labelFault, t.length));
      return;
    }
    const times = Float64Array.from(t);
    const values = v instanceof Float64Array ? v : Float64Array.from(v);
    let refused = 0;
    let first: { fault: Fault; at: number } | undefined;
    let start = 0;
    const keep = (end: number): void => {
      if (end > start)
        pieces.push({ index, labels, t: times.subarray(start, end), v: values.subarray(start, end) });
    };
    times.forEach((time, i) => {
      const fault = findFault(time, options);
      if (fault === null) return;
      keep(i);
      start = i + 1;
      refused++;
      first ??= { fault, at: time };
    });
    keep(times.length);
    if (first !== undefined)
      rejected.push({ ...rejection(index, labels, first.fault, refused), at: first.at });
  });
  return { pieces, rejected };
}

/** Requests of a bounded size, in the order of the pieces; a long series goes into several, oldest samples first. */
export function cutBatch(pieces: readonly Piece[]): Piece[][] {
  const requests: Piece[][] = [];
  let current: Piece[] = [];
  let room = SAMPLES_MAX;
  for (const piece of pieces) {
    for (let at = 0; at < piece.t.length;) {
      if (room <= SERIES_WEIGHT) {
        requests.push(current);
        [current, room] = [[], SAMPLES_MAX];
      }
      const end = Math.min(piece.t.length, at + room - SERIES_WEIGHT);
      current.push({ ...piece, t: piece.t.subarray(at, end), v: piece.v.subarray(at, end) });
      room -= end - at + SERIES_WEIGHT;
      at = end;
    }
  }
  if (current.length > 0) requests.push(current);
  return requests;
}
