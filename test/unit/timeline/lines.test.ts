import { describe, expect, it } from "vitest";
import { type HeldLines, missingGrid, wantedGrid } from "@/components/timeline/fetch-lines";
import { ghostId, PANEL_SERIES_MAX, prepareGhosts, preparePanel } from "@/components/timeline/prepare-panel";
import { seriesId } from "@/components/timeline/prepare-names";
import { matrixSchema, vectorSchema } from "@/components/timeline/prometheus-schemas";

const STEP = 10;
const labels = { resource: "r" };
const id = seriesId(labels);
const held = (change: Partial<HeldLines> = {}): HeldLines => ({
  grid: { from: 0, to: 40 },
  series: [{ id, labels, t: [0, 10, 40], v: [1, 2, 3] }],
  notes: [],
  edge: null,
  ...change,
});

describe("wantedGrid", () => {
  it("is whole steps with a margin, and never ahead of the newest sample", () => {
    const request = { expr: "x", stepMs: STEP, window: { from: 103, to: 197 } };
    expect(wantedGrid({ ...request, newestMs: null })).toEqual({ from: 90, to: 210 });
    expect(wantedGrid({ ...request, newestMs: 178 })).toEqual({ from: 90, to: 170 });
  });
});

describe("missingGrid", () => {
  it("asks for everything when nothing, or something older, is held", () => {
    expect(missingGrid(undefined, { from: 0, to: 100 }, STEP)).toEqual({ from: 0, to: 100 });
    expect(missingGrid(held(), { from: -10, to: 100 }, STEP)).toEqual({ from: -10, to: 100 });
    expect(missingGrid(held(), { from: 500, to: 600 }, STEP)).toEqual({ from: 500, to: 600 });
  });
  it("asks for the tail with an overlap, and for nothing while no grid point has passed", () => {
    expect(missingGrid(held(), { from: 10, to: 60 }, STEP)).toEqual({ from: 30, to: 60 });
    expect(missingGrid(held(), { from: 10, to: 40 }, STEP)).toBeNull();
  });
});

describe("preparePanel", () => {
  it("leaves a gap open and puts the newest value behind the grid, as provisional", () => {
    const edge = { at: 44, values: new Map([[id, { labels, v: 9 }]]) };
    const { series } = preparePanel(held({ edge }), STEP, "x");
    expect(series[0]?.segments).toEqual([
      { start: 0, end: 1 },
      { start: 2, end: 3 },
    ]);
    expect(Array.from(series[0]?.v ?? [])).toEqual([1, 2, 3, 9]);
    expect(series[0]?.provisional).toBe(3);
  });
  it("shows a series that only the newest sample has", () => {
    const edge = { at: 44, values: new Map([["new", { labels: { resource: "n" }, v: 9 }]]) };
    expect(preparePanel(held({ edge }), STEP, "x").series.map((each) => each.name)).toEqual(["n", "r"]);
  });
  it("draws as many as can be told apart and counts the rest", () => {
    const many = Array.from({ length: PANEL_SERIES_MAX + 5 }, (_, i) => ({
      id: `${i}`,
      labels: { resource: `r-${i}` },
      t: [0],
      v: [i],
    }));
    const { series, hidden } = preparePanel(held({ series: many }), STEP, "x");
    expect(series).toHaveLength(PANEL_SERIES_MAX);
    expect(hidden).toBe(5);
    expect(series.some((each) => each.name === "r-0")).toBe(false);
  });
});

describe("prepareGhosts", () => {
  it("moves the other event onto T0 and names it", () => {
    const { series } = preparePanel(held({ series: [{ id, labels, t: [1_000], v: [1] }] }), STEP, "x");
    const [ghost] = prepareGhosts(held(), STEP, 1_000, series, "618");
    expect(ghost?.id).toBe(ghostId(id));
    expect(ghost?.name).toBe("r · 618");
    expect(Array.from(ghost?.t ?? [])).toEqual([1_000, 1_010, 1_040]);
    expect(ghost?.colourKey).toBe(series[0]?.colourKey);
    expect(ghost?.ghost).toBe(true);
  });
});

describe("answers of the Prometheus API", () => {
  it("reads seconds as ms and all that JSON has no number for", () => {
    const answer = {
      status: "success",
      data: {
        resultType: "matrix",
        result: [
          {
            metric: labels,
            values: [
              [1.5, "+Inf"],
              [2, "NaN"],
              [3, "-Inf"],
              [4, "0.5"],
            ],
          },
        ],
      },
    };
    const [series] = matrixSchema.parse(answer).series;
    expect(Array.from(series?.t ?? [])).toEqual([1_500, 2_000, 3_000, 4_000]);
    expect(Array.from(series?.v ?? [])).toEqual([Infinity, Number.NaN, -Infinity, 0.5]);
  });
  it("reads what PromQL says of an answer, warnings first", () => {
    const data = { resultType: "matrix", result: [] };
    expect(matrixSchema.parse({ data, infos: ["b"], warnings: ["a"] }).notes).toEqual(["a", "b"]);
    expect(matrixSchema.parse({ data }).notes).toEqual([]);
  });
  it("reads a scalar as one value without labels, and refuses other forms", () => {
    expect(vectorSchema.parse({ data: { resultType: "scalar", result: [1, "7"] } })).toEqual([
      { labels: {}, v: 7 },
    ]);
    expect(matrixSchema.safeParse({ data: { resultType: "vector", result: [] } }).success).toBe(false);
  });
});
