import { describe, expect, it } from "vitest";
import { evaluateInstant, evaluateRange } from "@/lib/promql/evaluate";
import { makeSeries, MemorySource } from "../../support/memory-source";

const at = 300_000;
const ramp = (slope: number): number[] => Array.from({ length: 61 }, (_, i) => i * slope);

const source = new MemorySource([
  makeSeries({ __name__: "requests_total", app: "mall", zone: "a" }, ramp(10)),
  makeSeries({ __name__: "requests_total", app: "mall", zone: "b" }, ramp(20)),
  makeSeries({ __name__: "requests_total", app: "pay", zone: "a" }, ramp(5)),
  makeSeries({ __name__: "errors_total", app: "mall", zone: "a" }, ramp(1)),
  makeSeries({ __name__: "latency_bucket", app: "mall", le: "0.1" }, ramp(1)),
  makeSeries({ __name__: "latency_bucket", app: "mall", le: "0.5" }, ramp(3)),
  makeSeries({ __name__: "latency_bucket", app: "mall", le: "+Inf" }, ramp(4)),
  makeSeries({ __name__: "up", app: "mall" }, [1, 1, Number.NaN, "stale", null, 1]),
]);

async function vector(query: string, moment = at): Promise<Record<string, number>> {
  const result = await evaluateInstant(source, query, moment);
  if (result.type !== "vector") throw new Error(`${query} gave a ${result.type}`);
  return Object.fromEntries(
    result.samples.map(({ labels, v }) => [
      Object.entries(labels)
        .map((pair) => pair.join("="))
        .join(","),
      v,
    ]),
  );
}

describe("evaluateInstant", () => {
  it.each<[string, Record<string, number>]>([
    ['requests_total{zone="b"}', { "__name__=requests_total,app=mall,zone=b": 600 }],
    ["sum by (app) (rate(requests_total[1m]))", { "app=mall": 3, "app=pay": 0.5 }],
    ["sum(requests_total) / count(requests_total)", { "": 350 }],
    ["errors_total / requests_total", { "app=mall,zone=a": 0.1 }],
    ["requests_total / on(app) group_left errors_total", { "app=mall,zone=a": 10, "app=mall,zone=b": 20 }],
    ["histogram_quantile(0.5, rate(latency_bucket[1m]))", { "app=mall": 0.3 }],
    ["max_over_time(sum(requests_total)[1m:10s])", { "": 1050 }],
    ['absent(nothing{app="x"})', { "app=x": 1 }],
    ["topk(1, requests_total) > bool 0", { "app=mall,zone=b": 1 }],
  ])("%s", async (query, expected) => {
    const got = await vector(query);
    expect(Object.keys(got)).toEqual(Object.keys(expected));
    for (const [key, value] of Object.entries(expected)) expect(got[key]).toBeCloseTo(value, 9);
  });
});

describe("a gap stays a gap", () => {
  it("keeps NaN, ends at a staleness marker, looks back five minutes", async () => {
    const [series] = await evaluateRange(source, "up", { from: 0, to: 400_000 }, 10_000);
    const times = Array.from(series?.t ?? []);
    expect(times.slice(0, 5)).toEqual([0, 10_000, 20_000, 50_000, 60_000]);
    expect(times.at(-1)).toBe(350_000);
    expect(series?.v[2]).toBeNaN();
  });
});

describe("reads", () => {
  it("asks the source once for each selector and window", async () => {
    const counting = new MemorySource(source.series);
    await evaluateRange(counting, "up / up + sum(rate(up[1m]))", { from: 0, to: at }, 10_000);
    expect(counting.reads).toBe(2);
  });
});

describe("label sets", () => {
  it.each([
    "-{__name__=~'requests_total|errors_total'}",
    "rate({__name__=~'requests_total|errors_total'}[1m])",
  ])("%s is refused: two series would be one", async (query) => {
    await expect(vector(query)).rejects.toThrow("vector cannot contain metrics with the same labelset");
  });

  it("a sign is no clash of series that were filtered out", async () => {
    expect(await vector("-({__name__=~'requests_total|errors_total', app='mall'} == -7)")).toEqual({});
  });

  it("merges series that share a label set at different steps", async () => {
    const relay = new MemorySource([
      makeSeries({ __name__: "a", host: "x" }, [1, "stale"]),
      makeSeries({ __name__: "a", host: "y" }, [null, null, 2]),
    ]);
    const query = 'label_replace(a, "host", "", "", "")';
    const result = await evaluateRange(relay, query, { from: 0, to: 20_000 }, 10_000);
    expect(result.map(({ labels, v }) => [labels, [...v]])).toEqual([[{ __name__: "a" }, [1, 2]]]);
    await expect(
      evaluateRange(relay, "last_over_time(a[1m]) * 1", { from: 0, to: 20_000 }, 10_000),
    ).resolves.toHaveLength(2);
  });

  it.each([
    [
      "errors_total * on (app) requests_total",
      'found duplicate series for the match group {app="mall"} on the right hand-side of the operation: ' +
        '[{__name__="requests_total", app="mall", zone="b"}, {__name__="requests_total", app="mall", zone="a"}]' +
        ";many-to-many matching not allowed: matching labels must be unique on one side",
    ],
    [
      "requests_total * on (app) errors_total",
      "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)",
    ],
    [
      "requests_total * on (app) group_left (zone) errors_total",
      "multiple matches for labels: grouping labels must ensure unique matches",
    ],
  ])("%s: %s", async (query, message) => {
    await expect(vector(query)).rejects.toMatchObject({ code: "invalid", message });
  });

  it("matches nothing when one side is empty, whatever the other repeats", async () => {
    expect(await vector("nothing * on (app) requests_total")).toEqual({});
  });
});

describe("order", () => {
  it.each<[string, number[]]>([
    ["requests_total", [300, 600, 150]],
    ["sort(requests_total)", [150, 300, 600]],
    ["sort_desc(requests_total)", [600, 300, 150]],
    ["topk(2, requests_total)", [600, 300]],
    ["bottomk(2, requests_total)", [150, 300]],
    ["topk(2, requests_total) + 0", [300, 600]],
  ])("%s comes as %j", async (query, expected) => {
    expect(Object.values(await vector(query))).toEqual(expected);
  });

  it("topk leaves NaN out while there is anything better", async () => {
    const source = new MemorySource([
      makeSeries({ __name__: "m", s: "1" }, [Number.NaN]),
      makeSeries({ __name__: "m", s: "2" }, [1]),
    ]);
    const result = await evaluateInstant(source, "topk(1, m)", 0);
    expect(result).toMatchObject({ type: "vector", samples: [{ labels: { s: "2" }, v: 1 }] });
  });
});

describe("pinned", () => {
  const range = { from: 100_000, to: 300_000 };

  it("`@` gives one value at every step", async () => {
    const [series] = await evaluateRange(source, "sum(requests_total @ 100)", range, 100_000);
    expect([...(series?.v ?? [])]).toEqual([350, 350, 350]);
    expect(await vector("sum(requests_total @ end() offset 200s)")).toEqual({ "": 350 });
  });

  it("timestamp() of a pinned selector honours its offset", async () => {
    expect(await vector("timestamp(errors_total @ 100 offset 30s)")).toEqual({ "app=mall,zone=a": 70 });
  });

  it("a parameter that varies is read at each step beside a pinned vector", async () => {
    const query = "quantile(scalar(errors_total) / 30, requests_total @ 300)";
    const [series] = await evaluateRange(source, query, range, 100_000);
    expect([...(series?.v ?? [])]).toEqual([250, 400, 600]);
  });

  it("count_values keeps three grouping labels at every step", async () => {
    const result = await evaluateRange(
      source,
      'count_values by (app, le, zone) ("v", errors_total)',
      range,
      100_000,
    );
    expect(result.map(({ labels }) => labels)).toEqual([
      { app: "mall", v: "10", zone: "a" },
      { app: "mall", v: "20", zone: "a" },
      { app: "mall", v: "30", zone: "a" },
    ]);
  });
});

describe("shapes", () => {
  it("gives a scalar, a string and a matrix as what they are", async () => {
    expect(await evaluateInstant(source, "2 * 3", at)).toEqual({ type: "scalar", t: at, v: 6 });
    expect(await evaluateInstant(source, '"up"', at)).toEqual({ type: "string", t: at, v: "up" });
    expect(await evaluateInstant(source, "errors_total[20s]", at)).toMatchObject({
      type: "matrix",
      series: [{ t: Float64Array.of(280_000, 290_000, 300_000), v: Float64Array.of(28, 29, 30) }],
    });
    const [scalar] = await evaluateRange(source, "time()", { from: 0, to: 20_000 }, 10_000);
    expect(scalar).toEqual({
      labels: {},
      t: Float64Array.of(0, 10_000, 20_000),
      v: Float64Array.of(0, 10, 20),
    });
  });
});
