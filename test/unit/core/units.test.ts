import { assert, double, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { formatCompact, formatValue, scaleOf } from "@/lib/core/units";

describe("formatValue", () => {
  it.each([
    [0.0342, "seconds", "34.2 ms"],
    [0, "seconds", "0 s"],
    [0.000_000_5, "seconds", "500 ns"],
    [90, "seconds", "90 s"],
    [600, "seconds", "10 min"],
    [0.9987, "ratio", "99.87%"],
    [0.99999, "ratio", "99.99%"],
    [0.987, "ratio", "98.7%"],
    [0.00041, "ratio", "0.0410%"],
    [1, "ratio", "100%"],
    [1536, "bytes", "1.50 KiB"],
    [3 * 2 ** 30, "bytes/second", "3 GiB/s"],
    [9_999, "requests/second", "9999 req/s"],
    [15_300, "requests/second", "15.3 k req/s"],
    [42, "orders/minute", "42 orders/min"],
    [2_500_000, "", "2.50M"],
    [-12, "", "-12"],
    [5, "constructor", "5 constructor"],
    [Infinity, "", "∞"],
  ])("writes %d %s as %s", (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it.each([null, undefined, Number.NaN])("never writes %s as a number", (value) => {
    expect(formatValue(value, "ratio")).toBe("–");
  });

  it("never shows a value that is not zero as zero within its scale", () => {
    assert(
      property(double({ min: 1e-6, max: 1e15, noNaN: true }), (value) => {
        expect(Number.parseFloat(formatValue(value, "seconds"))).toBeGreaterThan(0);
      }),
    );
  });
});

describe("scaleOf", () => {
  it("prints rates with their own unit of time", () => {
    expect(scaleOf("bytes/second", 2048)).toEqual({ factor: 2 ** -10, symbol: "KiB/s" });
  });
});

describe("formatCompact", () => {
  it.each([
    [0.0342, "seconds", "34.2 ms"],
    [0.5, "ratio", "50%"],
    [15_300, "requests/second", "15.3k"],
    [2048, "bytes/second", "2 KiB/s"],
  ])("writes %d %s as %s", (value, unit, text) => {
    expect(formatCompact(value, unit)).toBe(text);
  });
});
