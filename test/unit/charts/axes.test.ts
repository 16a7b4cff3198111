import { assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canvasColour,
  colourSlot,
  SERIES_HUES,
  SERIES_SHADES,
  withDistinctColours,
} from "@/components/charts/prepare/colours";
import { alignRange, chooseStep, MAX_POINTS } from "@/components/charts/prepare/step";
import { formatEventTime, prepareTimeTicks } from "@/components/charts/prepare/time-axis";
import { prepareValueAxis } from "@/components/charts/prepare/value-axis";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "@/lib/core/time";

describe("chooseStep", () => {
  it.each([
    [HOUR_MS, 1000, 10 * SECOND_MS],
    [6 * HOUR_MS, 1200, MINUTE_MS],
    [15 * MINUTE_MS, 1200, 5 * SECOND_MS],
    [15 * DAY_MS, 1200, HOUR_MS],
  ])("gives %d ms on %d px a step of %d ms", (width, pixels, step) => {
    expect(chooseStep(width, pixels)).toBe(step);
  });

  it("never asks for more points than Prometheus answers", () => {
    assert(
      property(
        integer({ min: 1_000, max: 10 * 365 * DAY_MS }),
        integer({ min: 1, max: 100_000 }),
        (width, pixels) => {
          const step = chooseStep(width, pixels);
          const { from, to } = alignRange({ from: 7, to: 7 + width }, step);
          expect((to - from) / step).toBeLessThanOrEqual(MAX_POINTS);
          expect(from % step).toBe(0);
          expect(from).toBeLessThanOrEqual(7);
          expect(to).toBeGreaterThanOrEqual(7 + width);
        },
      ),
    );
  });
});

describe("prepareValueAxis", () => {
  it("ticks bytes in powers of two and writes the unit once", () => {
    const axis = prepareValueAxis({ min: 0, max: 700 * 2 ** 20 }, "bytes");
    expect(axis.symbol).toBe("MiB");
    expect(axis.ticks.map((tick) => tick.label)).toEqual(["0", "200", "400", "600"]);
    expect(axis.max).toBeLessThan(750 * 2 ** 20);
  });
  it("shows ratios as percent from zero", () => {
    const axis = prepareValueAxis({ min: 0.62, max: 0.87 }, "ratio");
    expect(axis.symbol).toBe("%");
    expect(axis.ticks.map((tick) => tick.label)).toEqual(["0", "25", "50", "75"]);
  });
  it("gives an all-zero chart a height, and an empty one no ticks", () => {
    expect(prepareValueAxis({ min: 0, max: 0 }, "").max).toBe(1);
    expect(prepareValueAxis(null, "").ticks).toEqual([]);
  });
  it("holds every value between its ends, and its labels differ", () => {
    // Whole numbers over a thousand: labels have at most nine decimals.
    const value = integer({ min: -1e9, max: 1e9 }).map((n) => n / 1000);
    assert(
      property(value, value, (a, b) => {
        const extent = { min: Math.min(a, b), max: Math.max(a, b) };
        const axis = prepareValueAxis(extent, "");
        const slack = 1e-6 * Math.max(1e-6, Math.abs(extent.max), Math.abs(extent.min));
        expect(axis.min).toBeLessThanOrEqual(extent.min + slack);
        expect(axis.max).toBeGreaterThanOrEqual(extent.max - slack);
        expect(new Set(axis.ticks.map((tick) => tick.label)).size).toBe(axis.ticks.length);
      }),
    );
  });
});

describe("formatEventTime", () => {
  it.each([
    [0, "T0"],
    [-30 * MINUTE_MS, "T−30 min"],
    [2 * HOUR_MS, "T+2 h"],
    [90 * MINUTE_MS, "T+1 h 30 min"],
    [-(DAY_MS + 6 * HOUR_MS + 5 * MINUTE_MS), "T−1 d 6 h"],
    [45_400, "T+45 s"],
    [DAY_MS + 5 * MINUTE_MS, "T+1 d"],
  ])("writes %d ms as %s", (delta, text) => {
    expect(formatEventTime(delta)).toBe(text);
  });
});

describe("prepareTimeTicks", () => {
  const shanghai = { pixels: 800, locale: "en-GB", timezone: "Asia/Shanghai" };
  it("falls on round local times, and a new day is named", () => {
    const from = Date.UTC(2026, 10, 20, 14, 3);
    const ticks = prepareTimeTicks({ from, to: from + 3 * HOUR_MS }, shanghai);
    expect(ticks.map((tick) => tick.label)).toEqual(["22:30", "23:00", "23:30", "21 Nov", "00:30", "01:00"]);
    expect(ticks.filter((tick) => tick.major)).toHaveLength(1);
  });
  it("keeps midnight at midnight over a change of summer time", () => {
    const from = Date.UTC(2026, 9, 23, 22);
    const ticks = prepareTimeTicks(
      { from, to: from + 4 * DAY_MS + HOUR_MS },
      { ...shanghai, pixels: 500, timezone: "Europe/Berlin" },
    );
    expect(ticks.map((tick) => new Date(tick.at).toISOString().slice(5, 13))).toEqual([
      "10-23T22",
      "10-24T22",
      "10-25T23",
      "10-26T23",
      "10-27T23",
    ]);
  });
  it("counts from T0 on the event axis", () => {
    const t0 = Date.UTC(2026, 10, 20, 8, 7, 13);
    const ticks = prepareTimeTicks(
      { from: t0 - 40 * MINUTE_MS, to: t0 + 70 * MINUTE_MS },
      { ...shanghai, pixels: 500, t0 },
    );
    expect(ticks.map((tick) => tick.label)).toEqual(["T−30 min", "T0", "T+30 min", "T+1 h"]);
    expect(ticks[1]).toEqual({ at: t0, label: "T0", major: true });
  });
});

describe("colourSlot", () => {
  it("is a function of the id alone", () => {
    expect(colourSlot("mysql-order-0")).toEqual(colourSlot("mysql-order-0"));
  });
  it("spreads names that differ in one digit over the palette", () => {
    const slots = Array.from({ length: 360 }, (_, i) => colourSlot(`cvm-${i}`));
    for (let hue = 1; hue <= SERIES_HUES; hue++) {
      const share = slots.filter((slot) => slot.hue === hue).length;
      // 30 each if perfectly even; five standard deviations of a binomial (sqrt(360/12*11/12) = 5.2) below that.
      expect(share).toBeGreaterThan(4);
    }
    expect(Math.max(...slots.map((slot) => slot.shade))).toBe(SERIES_SHADES - 1);
  });
});

describe("withDistinctColours", () => {
  const huesOf = (keys: string[]) =>
    withDistinctColours(keys.map((colourKey) => ({ colourKey }))).map(
      (line) => colourSlot(line.colourKey).hue,
    );
  it("gives up to twelve lines twelve hues", () => {
    for (let first = 0; first < 50; first++) {
      const keys = Array.from({ length: SERIES_HUES }, (_, i) => `mysql-${first}-${i}`);
      expect(new Set(huesOf(keys)).size).toBe(SERIES_HUES);
    }
  });
  it("does not depend on the order of the lines", () => {
    const keys = Array.from({ length: 9 }, (_, i) => `redis-${i}`);
    expect(huesOf([...keys].reverse()).reverse()).toEqual(huesOf(keys));
  });
  it("keeps the colour of a line that is alone, and of each when there are more lines than hues", () => {
    expect(withDistinctColours([{ colourKey: "pay" }])).toEqual([{ colourKey: "pay" }]);
    const lines = Array.from({ length: 40 }, (_, i) => ({ colourKey: `cvm-${i}` }));
    const kept = withDistinctColours(lines).filter((line, i) => line.colourKey === `cvm-${i}`);
    expect(kept.length).toBeGreaterThanOrEqual(lines.length - SERIES_HUES);
  });
  it("gives a line and its ghost one colour", () => {
    const [live, ghost] = withDistinctColours([{ colourKey: "pay" }, { colourKey: "pay" }]);
    expect(live).toEqual(ghost);
  });
});

describe("canvasColour", () => {
  it("writes a mixed colour in a form that every canvas takes", () => {
    expect(canvasColour("color(srgb 1 0.5 0)")).toBe("rgb(255 128 0 / 1)");
    expect(canvasColour("rgb(1, 2, 3)")).toBe("rgb(1, 2, 3)");
  });
});
