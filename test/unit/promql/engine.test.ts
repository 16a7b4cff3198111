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
