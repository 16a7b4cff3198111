import { describe, expect, it } from "vitest";
import { evaluateInstant, evaluateRange, type EvaluateOptions } from "@/lib/promql/evaluate";
import { makeSeries, MemorySource } from "../../support/memory-source";

type Notes = Parameters<NonNullable<EvaluateOptions["onAnnotations"]>>[0];

const ramp = (slope: number): number[] => Array.from({ length: 61 }, (_, i) => i * slope);
const buckets = (metric: string, counts: Readonly<Record<string, number>>) =>
  Object.entries(counts).map(([le, slope]) => makeSeries({ __name__: metric, le }, ramp(slope)));
const source = new MemorySource([
  makeSeries({ __name__: "temperature" }, ramp(1)),
  makeSeries({ __name__: "requests_total" }, ramp(1)),
  ...buckets("good_bucket", { "0.1": 1, "1": 2, "+Inf": 3 }),
  ...buckets("bad_bucket", { "0.1": 1, "1": 2, "+Inf": 3, x: 1 }),
  makeSeries({ __name__: "bad_bucket" }, ramp(1)),
  ...buckets("shrinking_bucket", { "0.1": 2, "1": 1, "+Inf": 3 }),
  ...buckets("rounded_bucket", { "0.1": 2, "1": 2 - 1e-13, "+Inf": 3 }),
]);

async function notesOf(query: string): Promise<Notes> {
  let notes: Notes = { warnings: [], infos: [] };
  await evaluateInstant(source, query, 600_000, { onAnnotations: (given) => (notes = given) });
  return notes;
}

async function rangeNotesOf(query: string): Promise<Notes> {
  let notes: Notes = { warnings: [], infos: [] };
  const onAnnotations = (given: Notes): void => void (notes = given);
  await evaluateRange(source, query, { from: 300_000, to: 600_000 }, 10_000, { onAnnotations });
  return notes;
}

const MONOTONICITY =
  "PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)";
const NO_COUNTER =
  "PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket:";
const QUANTILE = "PromQL warning: quantile value should be between 0 and 1, got";

describe("warnings", () => {
  it.each([
    ["quantile(1.5, temperature)", `${QUANTILE} 1.5 (1:10)`],
    ["quantile((-1), temperature)", `${QUANTILE} -1 (1:11)`],
    ["quantile(NaN, nothing)", `${QUANTILE} NaN (1:10)`],
    ["quantile_over_time(12345678, temperature[5m])", `${QUANTILE} 1.2345678e+07 (1:20)`],
    ["1 +\n histogram_quantile(-0.00001, good_bucket)", `${QUANTILE} -1e-05 (2:21)`],
    ["histogram_quantile(Inf, nothing)", `${QUANTILE} +Inf (1:20)`],
    [
      'histogram_quantile(0.5, bad_bucket{le="x"})',
      'PromQL warning: bucket label "le" is missing or has a malformed value of "x" for metric name "bad_bucket" (1:25)',
    ],
    [
      'histogram_quantile(0.5, rate(bad_bucket{le=""}[5m]))',
      'PromQL warning: bucket label "le" is missing or has a malformed value of "" (1:25)',
    ],
  ])("%s", async (query, warning) => {
    expect(await notesOf(query)).toEqual({ warnings: [warning], infos: [] });
  });

  it("counts places in bytes, as the error texts do", async () => {
    const { warnings } = await notesOf('absent(nothing{a="é"}) or quantile(2, temperature)');
    expect(warnings).toEqual([`${QUANTILE} 2 (1:37)`]);
  });

  it.each(["quantile_over_time(2, nothing[5m])", "quantile(0, temperature)", "quantile(1, temperature)"])(
    "none of %s",
    async (query) => {
      expect(await notesOf(query)).toEqual({ warnings: [], infos: [] });
    },
  );

  it("says that a range has its own order", async () => {
    const warning =
      "PromQL warning: sort is ineffective for range queries since results are always ordered by labels (1:5)";
    expect((await rangeNotesOf("1 + sort(temperature)")).warnings).toEqual([warning]);
    expect((await notesOf("sort_desc(temperature)")).warnings).toEqual([]);
  });

  it("gives the same text at the same place once, whatever the steps", async () => {
    const { warnings } = await rangeNotesOf("quantile(2, temperature) + quantile(2, temperature)");
    expect(warnings).toEqual([`${QUANTILE} 2 (1:10)`, `${QUANTILE} 2 (1:37)`]);
  });

  it("gives ten and counts the rest", async () => {
    const { warnings } = await rangeNotesOf("quantile(time(), temperature)");
    expect(warnings).toHaveLength(11);
    expect(warnings.slice(-2)).toEqual([`${QUANTILE} 390 (1:10)`, "21 more warning annotations omitted"]);
  });
});

describe("infos", () => {
  it.each([
    ["rate(temperature[5m])", [`${NO_COUNTER} "temperature" (1:6)`]],
    ["sum(increase((temperature[5m])))", [`${NO_COUNTER} "temperature" (1:15)`]],
    ["rate(requests_total[5m])", []],
    ["rate(good_bucket[5m])", []],
    ["irate(temperature[5m])", []],
    ["rate(nothing[5m])", []],
    ["rate(sum(temperature)[5m:])", []],
    ["histogram_quantile(0.5, shrinking_bucket)", [`${MONOTONICITY} (1:25)`]],
    ["histogram_quantile(0.5, rounded_bucket)", []],
    ["histogram_quantile(0.5, good_bucket)", []],
  ])("%s", async (query, infos) => {
    expect(await notesOf(query)).toEqual({ warnings: [], infos });
  });
});

it("does not call back when there is nothing to say", async () => {
  let calls = 0;
  await evaluateInstant(source, "requests_total", 600_000, { onAnnotations: () => calls++ });
  expect(calls).toBe(0);
});
