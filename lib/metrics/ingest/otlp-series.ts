import { LimitError } from "@/lib/core/errors";
import type { DeltaSeries, Labels } from "@/lib/metrics/store";

/** Labels of all series of a request: 8,192 histograms with 20 buckets and 20 labels each. Each costs some 16 bytes. */
const LABELS_MAX = 4_000_000;
/** @see https://github.com/prometheus/prometheus/blob/v2.42.0/model/value/value.go StaleNaN. Plain numbers lose the bits. */
const STALE = new Float64Array(new BigUint64Array([0x7ff0000000000002n]).buffer);

/** A sample and the data point that it was made of, by its number in the request; null: of none. */
interface Sample {
  t: number;
  /** Null: a staleness marker. */
  v: number | null;
  /** Of a change: since when. 0: not known, or no change. */
  start: number;
  point: number | null;
}

export interface OtlpSeries extends DeltaSeries {
  /** Data point of each sample. */
  points: readonly (number | null)[];
}

/** Gathers the samples of a request by their label sets. */
export class SeriesGatherer {
  readonly #series = new Map<Labels, Sample[]>();
  #labels = 0;

  /** @param labels one object for one label set. */
  add(labels: Labels, sample: Sample): void {
    const known = this.#series.get(labels);
    if (known) {
      known.push(sample);
      return;
    }
    this.#labels += Object.keys(labels).length;
    if (this.#labels > LABELS_MAX)
      throw new LimitError(`The request makes series with more than ${LABELS_MAX} labels in all.`, {
        place: "body",
      });
    this.#series.set(labels, [sample]);
  }

  /** The series in order of time. Of two values for one moment the first stands; `conflict` hears of the other one. */
  finish(conflict: (labels: Labels, point: number | null) => void): OtlpSeries[] {
    return [...this.#series].map(([labels, samples]) => {
      const kept: Sample[] = [];
      for (const sample of samples.toSorted((a, b) => a.t - b.t)) {
        const before = kept.at(-1);
        if (before?.t !== sample.t) kept.push(sample);
        else if (!Object.is(before.v, sample.v)) conflict(labels, sample.point);
      }
      const v = new Float64Array(kept.length);
      kept.forEach((sample, i) => (sample.v === null ? v.set(STALE, i) : (v[i] = sample.v)));
      return {
        labels,
        start: Float64Array.from(kept, ({ start }) => start),
        t: Float64Array.from(kept, ({ t }) => t),
        v,
        points: kept.map(({ point }) => point),
      };
    });
  }
}
