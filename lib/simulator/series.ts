import type { Labels } from "@/lib/metrics/store";
import type { Histogram } from "./latency";

/** One series of the world and how its value is read at any moment. */
export interface WorldSeries {
  labels: Labels;
  /** Null: there is nothing to measure now, such as the CPU of a dead machine; the series then has a gap. */
  read: () => number | null;
}

/**
 * Meters have a resolution: a reading is rounded to a 4096th of its unit. As a binary fraction it leaves most of a
 * double's mantissa zero, which the store's XOR encoding packs several times tighter.
 */
const RESOLUTION = 4_096;
export const reading = (value: number): number => Math.round(value * RESOLUTION) / RESOLUTION;

/** Seconds below a second need more digits than ratios: a 2^20th is about a microsecond. */
export const readingS = (value: number): number => Math.round(value * 1_048_576) / 1_048_576;

/** Collects the series of one resource. `present`: whether it can be measured now. */
export class SeriesOf {
  readonly all: WorldSeries[] = [];

  constructor(
    private readonly base: Labels,
    private readonly present: () => boolean = () => true,
  ) {}

  private add(name: string, labels: Labels, read: () => number): this {
    const { present } = this;
    this.all.push({
      labels: { __name__: name, ...this.base, ...labels },
      read: () => (present() ? read() : null),
    });
    return this;
  }

  /** Known from outside, whatever the resource's state: liveness, role, counters of the control plane. */
  always(name: string, read: () => number): this {
    this.all.push({ labels: { __name__: name, ...this.base }, read });
    return this;
  }

  gauge(name: string, read: () => number, labels: Labels = {}): this {
    return this.add(name, labels, () => reading(read()));
  }

  /** A gauge with a gap while `read` gives null: there is nothing of the kind, such as a lag of what has no copy. */
  sometimes(name: string, read: () => number | null): this {
    const { present } = this;
    this.all.push({
      labels: { __name__: name, ...this.base },
      read: () => {
        const value = present() ? read() : null;
        return value === null ? null : reading(value);
      },
    });
    return this;
  }

  seconds(name: string, read: () => number, labels: Labels = {}): this {
    return this.add(name, labels, () => readingS(read()));
  }

  /** The world counts as a fluid; what is read is whole. */
  counter(name: string, read: () => number, labels: Labels = {}): this {
    return this.add(name, labels, () => Math.floor(read()));
  }

  histogram(name: string, bounds: readonly number[], histogram: Histogram, labels: Labels = {}): this {
    bounds.forEach((bound, i) =>
      this.counter(`${name}_bucket`, () => histogram.counts[i] ?? 0, { ...labels, le: String(bound) }),
    );
    return this.counter(`${name}_bucket`, () => histogram.count, { ...labels, le: "+Inf" })
      .add(`${name}_sum`, labels, () => readingS(histogram.sumS))
      .counter(`${name}_count`, () => histogram.count, labels);
  }
}
