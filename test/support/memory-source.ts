import { matcherTest } from "@/lib/promql/regex";
import type { Matcher, SeriesSource, SourceSeries } from "@/lib/promql/source";

/** A store in memory for tests of the engine. Counts its reads, so that a test can say how often it was asked. */
export class MemorySource implements SeriesSource {
  reads = 0;

  constructor(readonly series: readonly SourceSeries[]) {}

  async select(matchers: readonly Matcher[], from: number, to: number): Promise<SourceSeries[]> {
    this.reads++;
    const tests = matchers.map((matcher) => ({ name: matcher.name, test: matcherTest(matcher) }));
    return this.series
      .filter(({ labels }) => tests.every(({ name, test }) => test(labels[name] ?? "")))
      .map(({ labels, t, v }) => {
        const low = t.findIndex((time) => time >= from);
        const high = t.findLastIndex((time) => time <= to) + 1;
        return { labels, t, v, start: low < 0 ? high : low, end: high };
      })
      .filter(({ start, end }) => end > start);
  }
}

/** Prometheus' staleness marker. A fresh array each time, because NaN bits do not survive as a plain number. */
export function staleMarker(): Float64Array {
  return new Float64Array(new Uint32Array([2, 0x7f_f0_00_00]).buffer);
}

/** `values[i]` at `from + i * stepMs`; null leaves a gap, "stale" puts a staleness marker. */
export function makeSeries(
  labels: Record<string, string>,
  values: readonly (number | null | "stale")[],
  { from = 0, stepMs = 10_000 } = {},
): SourceSeries {
  const kept = values.flatMap((value, index) =>
    value === null ? [] : [{ value, t: from + index * stepMs }],
  );
  const v = new Float64Array(kept.length);
  kept.forEach(({ value }, index) => {
    if (value === "stale") v.set(staleMarker(), index);
    else v[index] = value;
  });
  return { labels, t: Float64Array.from(kept, ({ t }) => t), v, start: 0, end: kept.length };
}
