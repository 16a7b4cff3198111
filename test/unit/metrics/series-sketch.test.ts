import { describe, expect, it } from "vitest";
import { observeSeries } from "@/lib/metrics/ingest/observe-series";
import {
  emptySketch,
  estimateSeries,
  mergeSketch,
  SKETCH_ERROR_RATIO,
} from "@/lib/metrics/ingest/series-sketch";

const series = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    labels: { __name__: "up", job: `job-${(from + i) % 3}`, instance: `host-${from + i}:9100` },
    t: [1, 2],
    v: [0, 0],
  }));

describe("observeSeries", () => {
  it.each([0, 1, 10, 300, 3_000, 6_000, 20_000, 100_000])("counts %i series within its error", (count) => {
    const estimate = estimateSeries(observeSeries(series(0, count)).sketch);
    expect(Math.abs(estimate - count)).toBeLessThanOrEqual(3 * SKETCH_ERROR_RATIO * count);
  });

  it("counts a series once, however often and by however many processes it is seen", () => {
    const all = emptySketch();
    expect(mergeSketch(all, observeSeries(series(0, 2_000)).sketch)).toBe(true);
    const once = estimateSeries(all);
    expect(mergeSketch(all, observeSeries(series(0, 2_000)).sketch)).toBe(false);
    expect(estimateSeries(all)).toBe(once);
    mergeSketch(all, observeSeries(series(1_000, 3_000)).sketch);
    expect(Math.abs(estimateSeries(all) - 4_000)).toBeLessThan(3 * SKETCH_ERROR_RATIO * 4_000);
  });

  it("tells for whom samples came, without those that were refused", () => {
    const batch = series(0, 4);
    const refused = [
      { index: 1, samples: 2, code: "out_of_order", reason: "" },
      { index: 2, samples: 1, code: "out_of_order", reason: "" },
    ] as const;
    const { targets, sketch } = observeSeries(batch, refused);
    expect(targets).toEqual([
      { job: "job-0", instance: "host-0:9100", samples: 2 },
      { job: "job-2", instance: "host-2:9100", samples: 1 },
      { job: "job-0", instance: "host-3:9100", samples: 2 },
    ]);
    expect(estimateSeries(sketch)).toBe(3);
  });

  it("takes a label for what it is, not for what every object has", () => {
    const [labels, t, v] = [{ __name__: "up", instance: "constructor" }, [1], [1]];
    expect(observeSeries([{ labels, t, v }]).targets).toEqual([
      { job: "", instance: "constructor", samples: 1 },
    ]);
  });
});
