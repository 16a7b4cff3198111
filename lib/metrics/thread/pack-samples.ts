import type { Labels, Matrix, QueryValue, SampleBatch, SeriesSamples } from "@/lib/metrics/store";
import { Handed } from "./messages";

/** Samples of many series in two arrays. Copied bit for bit, so that the payloads of NaNs, by which staleness is told, stay. */
export interface PackedSeries {
  labels: readonly Labels[];
  /** Samples of each series. */
  counts: Uint32Array<ArrayBuffer>;
  t: Float64Array<ArrayBuffer>;
  v: Float64Array<ArrayBuffer>;
}

export type PackedValue = Exclude<QueryValue, { type: "matrix" }> | { type: "packed"; series: PackedSeries };

/** Copied, never handed over as it is: a result may be a view of what the store keeps. */
export function packSeries(series: readonly SeriesSamples[]): Handed<PackedSeries> {
  const counts = Uint32Array.from(series, ({ t }) => t.length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const [t, v] = [new Float64Array(total), new Float64Array(total)];
  let at = 0;
  for (const one of series) {
    t.set(one.t, at);
    v.set(one.v, at);
    at += one.t.length;
  }
  const packed = { labels: series.map(({ labels }) => labels), counts, t, v };
  return new Handed(packed, [counts.buffer, t.buffer, v.buffer]);
}

/** Each series is a view of the packed arrays. */
export function unpackSeries({ labels, counts, t, v }: PackedSeries): Matrix {
  let at = 0;
  return labels.map((of, index) => {
    const end = at + (counts[index] ?? 0);
    const series = { labels: of, t: t.subarray(at, end), v: v.subarray(at, end) };
    at = end;
    return series;
  });
}

export function packValue(value: QueryValue): Handed<PackedValue> {
  if (value.type !== "matrix") return new Handed(value, []);
  const { value: series, transfer } = packSeries(value.series);
  return new Handed({ type: "packed", series }, transfer);
}

export function unpackValue(value: PackedValue): QueryValue {
  return value.type === "packed" ? { type: "matrix", series: unpackSeries(value.series) } : value;
}

export type PackedBatch = Pick<SampleBatch, "metadata"> & { series: PackedSeries };

export function packBatch({ series, ...rest }: SampleBatch): Handed<PackedBatch> {
  const { value, transfer } = packSeries(series);
  return new Handed({ ...rest, series: value }, transfer);
}

export const unpackBatch = ({ series, ...rest }: PackedBatch): SampleBatch => ({
  ...rest,
  series: unpackSeries(series),
});
