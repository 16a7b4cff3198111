import { assert, double, float, integer, maxSafeInteger, oneof, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { formatTimestamp, formatValue } from "@/lib/metrics/api/format-number";
import {
  readCount,
  readDuration,
  readLimit,
  readListRange,
  readLookbackMs,
  readOptionalTime,
  readTime,
  readTimeoutMs,
} from "@/lib/metrics/api/read-parameters";
import { putTimestamp, putValue } from "@/lib/metrics/api/put-number";
import { queryAnswerJson } from "@/lib/metrics/api/serialize";
import type { QueryValue } from "@/lib/metrics/store";

const form = (parameters: Record<string, string>) => new URLSearchParams(parameters);

describe("formatValue", () => {
  // Expected texts are what Go's strconv gives with the rules of Prometheus' MarshalFloat.
  it.each([
    [0, "0"],
    [-0, "-0"],
    [1.5, "1.5"],
    [100_000_000_000_000_000_000, "100000000000000000000"],
    [1e21, "1e+21"],
    [-1.5e300, "-1.5e+300"],
    [0.000001, "0.000001"],
    [1e-7, "1e-07"],
    [1.25e-9, "1.25e-09"],
    [5e-324, "5e-324"],
    [0.1 + 0.2, "0.30000000000000004"],
    [NaN, "NaN"],
    [Infinity, "+Inf"],
    [-Infinity, "-Inf"],
  ])("writes %d as %s", (value, text) => expect(formatValue(value)).toBe(text));
});

describe("formatTimestamp", () => {
  it.each([
    [1_435_781_430_781, "1435781430.781"],
    [1_435_781_430_000, "1435781430"],
    [1_435_781_430_050, "1435781430.050"],
    [-1, "-0.001"],
  ])("writes %d ms as %s", (t, text) => expect(formatTimestamp(t)).toBe(text));
});

describe("parameters", () => {
  it.each([
    ["1435781430.781", 1_435_781_430_781],
    ["2015-07-01T20:10:30.781Z", 1_435_781_430_781],
    ["2015-07-01T22:10:30+02:00", 1_435_781_430_000],
    ["1e9", 1_000_000_000_000],
    ["1.0005", 1_000], // The part behind the point is rounded alone, and 0.0004999… is less than half.
    ["-5.0625", -5_063], // Halves go away from zero.
    ["2024-02-29T00:00:00Z", 1_709_164_800_000],
  ])("reads the time %s", (text, ms) => expect(readTime(form({ time: text }), "time")).toBe(ms));

  it.each([
    ["", 120_000],
    ["5", 5_000],
    ["1w", 120_000],
  ])("gives a query that asks for the timeout %j %d ms, never more than Prometheus' limit", (timeout, ms) =>
    expect(readTimeoutMs(form({ timeout }))).toBe(ms),
  );

  it.each([
    "",
    "constructor",
    "yesterday",
    "2015-07-01",
    "2026-02-30T00:00:00Z",
    "0x10",
    "NaN",
    "Inf",
    "1e300",
  ])("refuses the time %j in Prometheus' words", (text) => {
    const message = `invalid parameter "time": cannot parse ${JSON.stringify(text)} to a valid timestamp`;
    expect(() => readTime(form({ time: text }), "time")).toThrow(message);
  });

  it.each([
    ["15", 15_000],
    ["0.5", 500],
    ["1h30m", 5_400_000],
    ["0.0019", 1],
    ["NaN", Number.MIN_SAFE_INTEGER],
  ])("reads the duration %s", (text, ms) => expect(readDuration(form({ step: text }), "step")).toBe(ms));

  it.each([
    [
      () => readDuration(form({ step: "x" }), "step"),
      'invalid parameter "step": cannot parse "x" to a valid duration',
    ],
    [
      () => readDuration(form({ step: "1e20" }), "step"),
      'invalid parameter "step": cannot parse "1e20" to a valid duration. It overflows int64',
    ],
    [
      () => readOptionalTime(form({ start: "x" }), "start", 0),
      `invalid parameter "start": Invalid time value for 'start': cannot parse "x" to a valid timestamp`,
    ],
    [
      () => readLookbackMs(form({ lookback_delta: "x" })),
      'error parsing lookback delta duration: cannot parse "x" to a valid duration',
    ],
    [() => readLimit(form({ limit: "-1" })), 'invalid parameter "limit": limit must be non-negative'],
    [
      () => readLimit(form({ limit: "1.5" })),
      'invalid parameter "limit": strconv.Atoi: parsing "1.5": invalid syntax',
    ],
    [() => readCount(form({ limit: "x" }), "limit"), "limit must be a number"],
  ])("are refused in Prometheus' words (%#)", (read, message) => expect(read).toThrow(message));

  it("take a list's range that ends before it starts, and a look-back of nothing as the default", () => {
    expect(readListRange(form({ start: "2", end: "1" }))).toEqual({ from: 2_000, to: 1_000 });
    expect(readLookbackMs(form({ lookback_delta: "0" }))).toBeUndefined();
    expect(readLookbackMs(form({ lookback_delta: "90" }))).toBe(90_000);
  });
});

describe("putValue and putTimestamp", () => {
  const written = (put: typeof putValue, value: number) => {
    const bytes = Buffer.alloc(64);
    return bytes.toString("latin1", 1, put(bytes, 1, value));
  };
  const decimal = tuple(integer({ min: -(10 ** 9), max: 10 ** 9 }), integer({ min: 0, max: 9 })).map(
    ([digits, places]) => digits / 10 ** places,
  );

  it("write what formatValue says, for any double", () => {
    assert(
      property(oneof(double(), float(), maxSafeInteger(), decimal), (value) => {
        expect(written(putValue, value)).toBe(formatValue(value));
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    0,
    -0,
    9_999,
    10_000,
    99_999_999,
    1e8,
    2 ** 53,
    -(2 ** 53),
    1e21,
    0.001,
    1e-6,
    123.456,
    1e15 + 0.5,
  ])("write %d at the bounds of their tables", (value) =>
    expect(written(putValue, value)).toBe(formatValue(value)),
  );

  it("write what formatTimestamp says, for any time", () => {
    assert(
      property(integer({ min: -(10 ** 12), max: 10 ** 13 }), (t) => {
        expect(written(putTimestamp, t)).toBe(formatTimestamp(t));
      }),
    );
  });
});

describe("queryAnswerJson", () => {
  const text = async (value: QueryValue) => Buffer.from(await queryAnswerJson(value)).toString();

  it("writes all digits of a scalar, and an exponent in a vector", async () => {
    expect(await text({ type: "scalar", t: 500, v: 1e21 })).toContain('[0.500,"1000000000000000000000"]');
    const vector = await text({ type: "vector", samples: [{ labels: {}, t: 500, v: 1e21 }] });
    expect(vector).toContain('[0.500,"1e+21"]');
  });

  it("is the JSON that Prometheus sends, for each type", async () => {
    const labels = { zone: 'a"b→', __name__: "up" };
    expect(JSON.parse(await text({ type: "vector", samples: [{ labels, t: 1_500, v: NaN }] })).data).toEqual({
      resultType: "vector",
      result: [{ metric: { __name__: "up", zone: 'a"b→' }, value: [1.5, "NaN"] }],
    });
    const series = [
      { labels, t: Float64Array.of(1_000, 2_000), v: Float64Array.of(1, Infinity) },
      { labels: {}, t: Float64Array.of(2_000), v: Float64Array.of(-0) },
    ];
    expect(JSON.parse(await text({ type: "matrix", series })).data).toEqual({
      resultType: "matrix",
      result: [
        {
          metric: { __name__: "up", zone: 'a"b→' },
          values: [
            [1, "1"],
            [2, "+Inf"],
          ],
        },
        { metric: {}, values: [[2, "-0"]] },
      ],
    });
    expect(await text({ type: "scalar", t: 1_000, v: 2 })).toBe(
      '{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}',
    );
    expect(await text({ type: "string", t: 1_000, v: "x" })).toBe(
      '{"status":"success","data":{"resultType":"string","result":[1,"x"]}}',
    );
  });

  it("holds a matrix of any size", async () => {
    const t = Float64Array.from({ length: 5_000 }, (_, i) => 1_700_000_000_000 + i * 1_000);
    const series = Array.from({ length: 20 }, (_, i) => ({ labels: { i: String(i) }, t, v: t }));
    const { result } = JSON.parse(await text({ type: "matrix", series })).data;
    expect(result).toHaveLength(20);
    expect(result[19].values.at(-1)).toEqual([1_700_004_999, "1700004999000"]);
  });

  it("adds warnings and infos only where there are some", async () => {
    const notes = { warnings: ["w"], infos: ['"i"'] };
    expect(
      JSON.parse(Buffer.from(await queryAnswerJson({ type: "scalar", t: 0, v: 1 }, notes)).toString()),
    ).toMatchObject(notes);
  });
});
