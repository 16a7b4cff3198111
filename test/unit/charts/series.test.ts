import { describe, expect, it } from "vitest";
import { prepareSegments } from "@/components/charts/prepare/segments";
import { extentOf, indexAt, valueAt } from "@/components/charts/prepare/series";
import { prepareVisible } from "@/components/charts/prepare/visible";
import { preparePoints } from "@/components/charts/prepare/line-option";
import { prepareSparkline } from "@/components/charts/prepare/sparkline-path";

const line = { t: [0, 10, 20, 50, 60], v: [1, 2, Number.NaN, 4, 5] };
const named = (name: string, v: number[]) => ({ id: name, name, colourKey: name, t: v.map((_, i) => i), v });

describe("indexAt", () => {
  it.each([
    [-1, -1],
    [0, 0],
    [9, 0],
    [10, 1],
    [99, 4],
  ])("finds the last point at or before %d", (at, index) => {
    expect(indexAt(line.t, at)).toBe(index);
  });
});

describe("valueAt", () => {
  it("takes the nearest point within reach, on either side", () => {
    expect(valueAt(line, 4, 10)).toEqual({ t: 0, v: 1 });
    expect(valueAt(line, 6, 10)).toEqual({ t: 10, v: 2 });
  });
  it("has no value in a gap", () => {
    expect(valueAt(line, 35, 10)).toBeNull();
    expect(valueAt(line, 20, 5)).toBeNull();
  });
});

describe("prepareSegments", () => {
  it("joins nothing across a value that is not a number, nor across a gap", () => {
    expect(prepareSegments(line, 15)).toEqual([
      { start: 0, end: 1 },
      { start: 3, end: 4 },
    ]);
  });
  it("keeps a lone point", () => {
    expect(prepareSegments({ t: [0, 100], v: [1, 2] }, 15)).toEqual([
      { start: 0, end: 0 },
      { start: 1, end: 1 },
    ]);
  });
});

describe("preparePoints", () => {
  it("puts a null between segments, so that the chart leaves the gap open", () => {
    expect(preparePoints(line, 15)).toEqual([
      [0, 1],
      [10, 2],
      [50, null],
      [50, 4],
      [60, 5],
    ]);
  });
});

describe("extentOf", () => {
  it("looks at the window only and skips what is no number", () => {
    expect(extentOf([line], 5, 55)).toEqual({ min: 2, max: 4 });
    expect(extentOf([line], 21, 49)).toBeNull();
  });
});

describe("prepareVisible", () => {
  it("keeps the greatest in the given order and counts the rest", () => {
    const all = [named("small", [1, 1]), named("big", [9, 9]), named("middle", [5, 5])];
    const { visible, hidden } = prepareVisible(all, 2);
    expect(visible.map((each) => each.name)).toEqual(["big", "middle"]);
    expect(hidden).toBe(1);
  });
});

describe("prepareSparkline", () => {
  it("moves over gaps and draws a flat line through the middle", () => {
    const box = { width: 100, height: 10 };
    expect(prepareSparkline(line, { from: 0, to: 100 }, 15, box)).toBe(
      "M0.0 10.0L10.0 7.5M50.0 2.5L60.0 0.0",
    );
    expect(prepareSparkline({ t: [0, 10], v: [7, 7] }, { from: 0, to: 10 }, 15, box)).toBe(
      "M0.0 5.0L100.0 5.0",
    );
    expect(prepareSparkline({ t: [], v: [] }, { from: 0, to: 10 }, 15, box)).toBe("");
  });
});
