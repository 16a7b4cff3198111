import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deviate, quantileOf } from "@/lib/localisation/deviation";

const windows = { baseline: { from: 0, to: 99 }, window: { from: 100, to: 200 } };
const flat = () => 1;
/** One value every ten units of time, from 0 on. */
const series = (values: readonly number[]) => ({ t: values.map((_, i) => i * 10), v: values });
const calm = [10, 11, 9, 10, 12, 8, 10, 11, 9, 10];

describe("deviate", () => {
  it("tells how far and since when a series left its baseline", () => {
    const found = deviate(series([...calm, 10, 30, 32, 34, 33, 31]), windows, "high", flat);
    expect(found).toMatchObject({ usual: 10, since: 110 });
    expect(found?.level).toBeGreaterThan(30);
  });

  it("sees only the bad direction", () => {
    const dropped = series([...calm, 1, 1, 1, 1]);
    expect(deviate(dropped, windows, "high", flat)).toBeNull();
    expect(deviate(dropped, windows, "low", flat)).toMatchObject({ since: 100 });
  });

  it("is not moved by a burst within the baseline, nor by a single point in the window", () => {
    const burst = [10, 11, 900, 10, 12, 8, 10, 11, 9, 10];
    expect(deviate(series([...burst, 40, 41, 42]), windows, "high", flat)).toMatchObject({ usual: 10 });
    expect(deviate(series([...calm, 10, 90, 10, 10, 10]), windows, "high", flat)).toBeNull();
  });

  it("measures a short outage by the outage, not by the calm after it", () => {
    const outage = series([...calm, 30, 31, 10, 11, 9, 10, 10, 11]);
    expect(deviate(outage, windows, "high", flat)).toMatchObject({ since: 100 });
    expect(deviate(outage, windows, "high", flat)?.level).toBeGreaterThan(29);
  });

  it("takes no change within the floor for one, however calm the baseline was", () => {
    expect(deviate(series([...calm.map(() => 10), 11, 11, 11]), windows, "high", flat)).toBeNull();
    expect(deviate(series([...calm.map(() => 10), 11, 11, 11]), windows, "high", () => 0.01)).not.toBeNull();
  });

  it("needs a baseline, unless it is known what was before the series began", () => {
    const born = { t: [100, 110, 120], v: [5, 6, 7] };
    expect(deviate(born, windows, "high", flat)).toBeNull();
    expect(deviate(born, windows, "high", flat, 0)).toMatchObject({ usual: 0, since: 100 });
  });

  it("passes over what is no number", () => {
    expect(deviate(series([...calm, Number.NaN, 40, Number.NaN, 41]), windows, "high", flat)?.since).toBe(
      110,
    );
    expect(deviate(series([]), windows, "high", flat)).toBeNull();
  });

  it("finds the same whatever the unit is", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 12, maxLength: 20 }),
        fc.integer({ min: 1, max: 1_000 }),
        (values, factor) => {
          const one = deviate(series(values), windows, "high", () => 1);
          const scaled = deviate(series(values.map((v) => v * factor)), windows, "high", () => factor);
          expect(scaled?.since).toBe(one?.since);
          expect(scaled?.z ?? 0).toBeCloseTo(one?.z ?? 0, 6);
        },
      ),
    );
  });
});

describe("quantileOf", () => {
  it("lies between the extremes and grows with q", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const [low, middle, high] = [0, 0.5, 1].map((q) => quantileOf(values, q));
        expect([low, high]).toEqual([Math.min(...values), Math.max(...values)]);
        expect(middle).toBeGreaterThanOrEqual(low!);
        expect(middle).toBeLessThanOrEqual(high!);
      }),
    );
  });
});
