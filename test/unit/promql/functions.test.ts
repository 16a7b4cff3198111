import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateInstant } from "@/lib/promql/evaluate";
import { BlockSums } from "@/lib/promql/functions/block-sums";
import { SortedWindow } from "@/lib/promql/functions/sorted-window";
import { formatGoFloat, formatGoGeneral, parseGoFloat } from "@/lib/promql/go-float";
import { goQuote } from "@/lib/promql/go-quote";
import { parseExpr } from "@/lib/promql/parse";
import { formatDuration, parseDuration } from "@/lib/promql/parser/duration";
import { quantileOf } from "@/lib/promql/engine/quantile";
import { makeSeries, MemorySource } from "../../support/memory-source";

/** One value of a query over samples at 0 s, 10 s, …; null when there is none. */
async function valueOf(
  query: string,
  values: readonly (number | null | "stale")[],
  atS: number,
): Promise<number | null> {
  const source = new MemorySource([makeSeries({ __name__: "m", a: "1" }, values)]);
  const result = await evaluateInstant(source, query, atS * 1000);
  if (result.type === "scalar") return result.v;
  if (result.type !== "vector") throw new Error(`${query} gave a ${result.type}`);
  return result.samples[0]?.v ?? null;
}

describe("counters", () => {
  it.each([
    // 10, 20, 30 over 20 s, 40 s asked: both gaps are 1.1 spacings or more, so half a spacing is added at each end.
    ["increase(m[40s])", [null, 10, 20, 30], 40, 20 * (40 / 20)],
    // A reset counts what was reached before it.
    ["increase(m[30s])", [10, 20, 5, 15], 30, 25],
    ["rate(m[30s])", [10, 20, 5, 15], 30, 25 / 30],
    // Would be extrapolated to 12.5 s before its first sample, but was zero 5 s before it.
    ["increase(m[50s])", [null, null, 5, 15, 25], 45, 20 * ((20 + 5 + 5) / 20)],
    ["delta(m[30s])", [10, 20, 5, 15], 30, 5],
    ["irate(m[1m])", [10, 20, 5], 20, 0.5],
    ["idelta(m[1m])", [10, 20, 5], 20, -15],
    ["resets(m[1m])", [3, 2, 1, 5, 0], 40, 3],
    ["changes(m[1m])", [1, 1, Number.NaN, Number.NaN, 2], 40, 2],
    ["rate(m[30s])", [10], 0, null],
    ["rate(m[30s])", [10, "stale", 20], 20, (10 / 20 / 30) * 30],
  ] as const)("%s of %j at %d s is %d", async (query, values, atS, expected) => {
    const got = await valueOf(query, values, atS);
    expect(got ?? -1).toBeCloseTo(expected ?? -1, 10);
  });
});

describe("windows", () => {
  it.each([
    // Both ends are in.
    ["count_over_time(m[20s])", [1, 2, 3, 4], 30, 3],
    ["sum_over_time(m[1m])", [1e100, 1, -1e100], 20, 1],
    ["avg_over_time(m[1m])", [1.7e308, 1.7e308], 10, 1.7e308],
    ["avg_over_time(m[1m])", [Number.POSITIVE_INFINITY, 1], 10, Number.POSITIVE_INFINITY],
    ["max_over_time(m[1m])", [Number.NaN, 1, 5, 2], 30, 5],
    ["min_over_time(m[1m])", [Number.NaN, Number.NaN], 10, Number.NaN],
    ["quantile_over_time(0.5, m[1m])", [3, 1, 2], 20, 2],
    ["quantile_over_time(0.25, m[1m])", [Number.NaN, 1, 2, 3, 4], 40, 1],
    ["quantile_over_time(2, m[1m])", [1], 0, Number.POSITIVE_INFINITY],
    ["stdvar_over_time(m[1m])", [2, 4, 4, 4, 5, 5, 7], 60, 96 / 49],
    ["last_over_time(m[1m])", [1, 2, "stale"], 30, 2],
    ["deriv(m[1m])", [0, 5, 10], 20, 0.5],
    ["predict_linear(m[1m], 10)", [0, 5, 10], 20, 15],
    ["holt_winters(m[1m], 0.5, 0.5)", [1, 2, 3, 4], 30, 4],
    ["absent_over_time(m[1m])", [1], 0, null],
    ["absent_over_time(m[1m])", [1], 100, 1],
    // Multiples of 20 s in the window: 0 and 20.
    ["count_over_time(m[30s:20s])", [1, 2, 3], 30, 2],
    // A pinned range stays where it is, also when another argument varies with the step.
    ["predict_linear(m[20s] @ 20, time())", [0, 5, 10], 100, 100],
  ] as const)("%s of %j at %d s is %d", async (query, values, atS, expected) => {
    expect(await valueOf(query, values, atS)).toEqual(expected);
  });
});

describe("instant functions", () => {
  it.each([
    ["m offset 10s", [1, 2, 3], 20, 2],
    ["m offset -10s", [1, 2, 3], 10, 3],
    ["m @ 10", [1, 2, 3], 1000, 2],
    ["m", [1], 300, 1],
    ["m", [1], 301, null],
    ["m", [1, "stale"], 15, null],
    ["timestamp(m)", [1], 7, 0],
    ["timestamp(m + 0)", [1], 7, 7],
    ["scalar(m)", [4], 0, 4],
    ["scalar(nothing)", [4], 0, Number.NaN],
    ["round(m, 0.1)", [1.26], 0, 1.3],
    ["round(m)", [-2.5], 0, -2],
    ["clamp(m, 0, 3)", [5], 0, 3],
    ["clamp(m, 3, 0)", [5], 0, null],
    ["clamp_min(m, NaN)", [Number.POSITIVE_INFINITY], 0, Number.POSITIVE_INFINITY],
    ["1 ^ m", [Number.NaN], 0, 1],
    ["-1 ^ 2 * m", [1], 0, -1],
    ["m % 3", [-7], 0, -1],
    ["day_of_week(vector(0))", [], 0, 4],
    ["day_of_year(vector(1709251200))", [], 0, 61],
    ["days_in_month(vector(1709164800))", [], 0, 29],
    ["hour()", [], 7200, 2],
    ["absent(m)", [1], 0, null],
    ["absent(m)", [], 0, 1],
    ["1 + bool_free", [], 0, null],
    ["1 > bool 0", [], 0, 1],
    ["3 > m", [2], 0, 2],
    ["pi() * 0", [], 0, 0],
  ] as const)("%s of %j at %d s is %d", async (query, values, atS, expected) => {
    expect(await valueOf(query, values, atS)).toEqual(expected);
  });
});

describe("numbers and durations in text", () => {
  it.each([
    ["0x1f", undefined], // Only with a binary exponent is it a fraction to Go.
    ["1e3", 1000],
    [".5", 0.5],
    ["+Inf", Number.POSITIVE_INFINITY],
    ["-infinity", Number.NEGATIVE_INFINITY],
    ["nan", Number.NaN],
    ["1_000", undefined],
    ["", undefined],
    ["1.2.3", undefined],
  ])("reads %s as %d", (text, value) => {
    expect(parseGoFloat(text)).toEqual(value);
  });

  it.each([
    [1e21, "1000000000000000000000"],
    [1.5e-9, "0.0000000015"],
    [-1e25, "-10000000000000000000000000"],
    [-0, "-0"],
    [Number.NEGATIVE_INFINITY, "-Inf"],
  ])("writes %d without exponent", (value, text) => {
    expect(formatGoFloat(value)).toBe(text);
  });

  it.each([
    ["a\x07\b\f\n\r\t\v\\\"'", String.raw`"a\a\b\f\n\r\t\v\\\"'"`],
    ["é中😀 €", '"é中😀 €"'],
    ["\u00a0\u2028\x01\x7f\u{e0001}", String.raw`"\u00a0\u2028\x01\x7f\U000e0001"`],
  ])("quotes %j as %s", (text, quoted) => {
    expect(goQuote(text)).toBe(quoted);
    expect(parseExpr(quoted)).toMatchObject({ kind: "string", value: text });
  });

  it.each([
    [1_000_000, "1e+06"],
    [999_999, "999999"],
    [123_456_789, "1.23456789e+08"],
    [0.0001, "0.0001"],
    [-0.000_01, "-1e-05"],
    [1e21, "1e+21"],
    [-0, "-0"],
  ])("writes %d in an expression as %s", (value, text) => {
    expect(formatGoGeneral(value)).toBe(text);
  });

  it("reads back every float and every duration that it writes", () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(parseGoFloat(formatGoFloat(value))).toEqual(value);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9e12 }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toEqual({ ms });
      }),
    );
  });

  it.each(["1h1h", "5m1h", "1.5h", "h", "", "1ms1s"])("refuses the duration %j", (text) => {
    expect(parseDuration(text)).toHaveProperty("error");
  });
});

describe("moving windows", () => {
  const values = fc.array(
    fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(Number.NaN)),
    {
      minLength: 1,
      maxLength: 200,
    },
  );

  it("SortedWindow gives the quantile of a sort", () => {
    fc.assert(
      fc.property(values, fc.nat(50), fc.double({ min: 0, max: 1, noNaN: true }), (given, width, q) => {
        const window = new SortedWindow(given.length);
        given.forEach((value, i) => {
          window.add(value);
          if (i > width) window.remove(given[i - width - 1] ?? 0);
          const seen = Float64Array.from(given.slice(Math.max(0, i - width), i + 1));
          expect(window.quantile(q)).toEqual(quantileOf(q, seen, seen.length));
        });
      }),
      { numRuns: 50, seed: 20 },
    );
  });

  it("BlockSums loses no digits where a plain sum does", () => {
    const given = Float64Array.from({ length: 200 }, (_, i) => (i === 50 ? 1e17 : i === 120 ? -1e17 : 0.1));
    const sums = new BlockSums(given, 0, given.length);
    expect(sums.total(0, 200)).toBeCloseTo(19.8, 10);
    expect(sums.total(51, 120)).toBeCloseTo(6.9, 10);
    expect(sums.total(64, 96)).toBeCloseTo(3.2, 10);
    expect(sums.total(5, 5)).toBe(0);
  });
});

describe("signed zeros", () => {
  const zeros = (...rows: (readonly number[])[]) =>
    new MemorySource(rows.map((values, i) => makeSeries({ __name__: "z", row: String(i) }, values)));

  // As Prometheus: a sum begins with its first value, a mean of several does not; of equals the first is taken.
  it.each([
    ["sum(z)", [[-0]], -0],
    ["sum(z)", [[-0], [-0]], -0],
    ["sum(z)", [[-0], [0]], 0],
    ["avg(z)", [[-0]], -0],
    ["avg(z)", [[-0], [-0]], 0],
    ["max_over_time(z[1m])", [[-0, 0]], -0],
    ["max_over_time(z[1m])", [[0, -0]], 0],
    ["min_over_time(z[1m])", [[0, -0]], 0],
    ["min_over_time(z[1m])", [[-0, 0]], -0],
    ["sum_over_time(z[1m])", [[-0, -0]], 0],
  ])("%s of %j", async (query, rows, expected) => {
    const result = await evaluateInstant(zeros(...rows), query, 10_000);
    expect(result).toMatchObject({ samples: [{ v: expected }] });
    if (result.type !== "vector") throw new Error("not a vector");
    expect(Object.is(result.samples[0]?.v, expected)).toBe(true);
  });
});

describe("histogram_fraction", () => {
  const buckets = (counts: Readonly<Record<string, number>>) =>
    new MemorySource(
      Object.entries(counts).map(([le, count]) =>
        makeSeries({ __name__: "h_bucket", app: "a", le }, [count]),
      ),
    );
  const positive = { "1": 10, "2": 30, "+Inf": 40 };
  const signed = { "-1": 4, "1": 8, "+Inf": 8 };

  // Prometheus, "Query functions": the interpolation is that of histogram_quantile, whose first bucket begins at 0 when
  // its bound is positive; of a bucket without a bound nothing is known.
  it.each([
    [positive, "0, 1", 0.25],
    [positive, "0, 0.5", 0.125],
    [positive, "0.5, 1.5", 0.375],
    [positive, "1, 2", 0.5],
    [positive, "2, +Inf", 0.25],
    [positive, "2, 1000", 0],
    [positive, "-Inf, +Inf", 1],
    [positive, "-5, 0", 0],
    [signed, "-Inf, -1", 0.5],
    [signed, "-Inf, -2", 0.5],
    [signed, "-1, 0", 0.25],
    [positive, "1, 1", 0],
    [positive, "2, 1", 0],
    [positive, "NaN, 1", Number.NaN],
    [{ "1": 10, "2": 30 }, "0, 1", Number.NaN],
    [{ "1": 0, "+Inf": 0 }, "0, 1", Number.NaN],
  ])("of %j between %s is %d", async (counts, bounds, expected) => {
    const result = await evaluateInstant(buckets(counts), `histogram_fraction(${bounds}, h_bucket)`, 0);
    expect(result).toEqual({ type: "vector", samples: [{ labels: { app: "a" }, t: 0, v: expected }] });
  });
});
