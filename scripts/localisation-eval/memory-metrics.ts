import type { UnixMs } from "@/lib/core/time";
import type { Metrics } from "@/lib/localisation/read-evidence";
import type { SampleBatch } from "@/lib/metrics/store";
import { evaluateInstant, evaluateRange } from "@/lib/promql/evaluate";
import { matcherTest } from "@/lib/promql/regex";
import type { Matcher, SeriesSource, SourceSeries } from "@/lib/promql/source";

/** What a world showed, kept in memory and found by name: the real PromQL engine reads it. */
class PlayedSource implements SeriesSource {
  private readonly byName: ReadonlyMap<string, SourceSeries[]>;

  constructor({ series }: SampleBatch) {
    this.byName = Map.groupBy(
      series.map(({ labels, t, v }): SourceSeries => ({
        labels,
        t: Float64Array.from(t),
        v: v as Float64Array,
        start: 0,
        end: t.length,
      })),
      ({ labels }) => labels["__name__"] ?? "",
    );
  }

  select(matchers: readonly Matcher[], from: UnixMs, to: UnixMs): Promise<SourceSeries[]> {
    const name = matchers.find((one) => one.name === "__name__" && one.type === "=")?.value;
    const series = name === undefined ? [...this.byName.values()].flat() : (this.byName.get(name) ?? []);
    const tests = matchers.map((matcher) => ({ name: matcher.name, test: matcherTest(matcher) }));
    return Promise.resolve(
      series
        .filter(({ labels }) => tests.every((one) => one.test(labels[one.name] ?? "")))
        .map(({ labels, t, v }) => ({ labels, t, v, start: firstAt(t, from), end: firstAt(t, to + 1) }))
        .filter(({ start, end }) => end > start),
    );
  }
}

/** Index of the first time that is not before `at`. */
function firstAt(t: Float64Array, at: number): number {
  let low = 0;
  let high = t.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((t[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The two questions of a metric store that localisation asks, answered out of a recording. */
export function memoryMetrics(batch: SampleBatch): Metrics {
  const source = new PlayedSource(batch);
  return {
    query: (expr, at, { signal } = {}) => evaluateInstant(source, expr, at, { signal }),
    queryRange: (expr, range, stepMs, { signal } = {}) =>
      evaluateRange(source, expr, range, stepMs, { signal }),
  };
}
