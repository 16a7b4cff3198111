import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/core/time";
import { loadRatio, ordinaryLoad, promotionShape } from "@/lib/simulator/load";

/** A Wednesday, midnight in Shanghai. */
const WEDNESDAY = Date.UTC(2026, 10, 17, 16);
const at = (hour: number, day = 0): number => ordinaryLoad(WEDNESDAY + day * DAY_MS + hour * HOUR_MS);

describe("ordinary load", () => {
  it("is lowest at four and highest at nine in the evening, Shanghai time", () => {
    const hours = Array.from({ length: 24 }, (_, hour) => hour);
    expect(hours.toSorted((a, b) => at(a) - at(b)).at(0)).toBe(4);
    expect(hours.toSorted((a, b) => at(b) - at(a)).at(0)).toBe(21);
  });

  it("is higher at the weekend", () => expect(at(21, 3)).toBeGreaterThan(at(21, 0) * 1.1));

  it("has no step, not even at midnight", () => {
    for (let t = WEDNESDAY; t < WEDNESDAY + 7 * DAY_MS; t += MINUTE_MS)
      expect(Math.abs(ordinaryLoad(t + MINUTE_MS) - ordinaryLoad(t))).toBeLessThan(0.008);
  });
});

describe("a promotion", () => {
  const t0 = WEDNESDAY + 20 * HOUR_MS;
  const promotion = { t0, endAt: t0 + 8 * HOUR_MS, peakRatio: 3 };

  it("reaches its ratio at T0 at any time of day", () => {
    for (const hour of [4, 12, 21]) {
      const from = WEDNESDAY + hour * HOUR_MS;
      expect(loadRatio(from, [{ t0: from, endAt: from + HOUR_MS, peakRatio: 3 }])).toBeCloseTo(3);
    }
  });

  it("gathers before T0, rushes in the last minute, thins out and is forgotten", () => {
    expect(promotionShape(t0 - 46 * MINUTE_MS, promotion)).toBe(0);
    expect(promotionShape(t0 - 2 * MINUTE_MS, promotion)).toBeLessThan(0.3);
    expect(promotionShape(t0, promotion)).toBe(1);
    const after = [10, 30, 60, 240].map((minutes) => promotionShape(t0 + minutes * MINUTE_MS, promotion));
    expect(after).toEqual(after.toSorted((a, b) => b - a));
    expect(promotionShape(promotion.endAt + DAY_MS, promotion)).toBe(0);
  });

  it("never lowers the load, and of two the higher counts", () => {
    const weak = { ...promotion, peakRatio: 0.1 };
    expect(loadRatio(t0, [weak])).toBe(ordinaryLoad(t0));
    expect(loadRatio(t0, [weak, promotion])).toBeCloseTo(3);
  });
});
