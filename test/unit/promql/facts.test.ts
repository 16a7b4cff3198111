import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dropsIn, isNaNFree } from "@/lib/promql/engine/facts";

const LENGTH = 300;
const spans = fc.array(fc.tuple(fc.nat(LENGTH), fc.nat(LENGTH)), { minLength: 1, maxLength: 8 });
/** Mostly growing, with drops and NaN here and there. */
const values = fc
  .array(
    fc.oneof(
      { weight: 60, arbitrary: fc.constant(1) },
      { weight: 1, arbitrary: fc.constantFrom(-50, Number.NaN) },
    ),
    {
      minLength: LENGTH,
      maxLength: LENGTH,
    },
  )
  .map((steps) => {
    let total = 0;
    return Float64Array.from(steps, (step) => (Number.isNaN(step) ? step : (total += step)));
  });

describe("what is kept of an array", () => {
  it("is true of every span that is asked for, in whatever order", () => {
    fc.assert(
      fc.property(values, spans, (v, asked) => {
        for (const [a, b] of asked) {
          const [start, end] = a < b ? [a, b] : [b, a];
          const part = [...v.subarray(start, end)];
          expect(isNaNFree(v, start, end)).toBe(!part.some(Number.isNaN));
          const drops = part.flatMap((value, i) => (i > 0 && value < part[i - 1]! ? [start + i] : []));
          expect(dropsIn(v, start, end).filter((i) => i > start && i < end)).toEqual(drops);
        }
      }),
    );
  });

  it("grows with samples that are put behind", () => {
    const v = new Float64Array(400);
    for (let i = 0; i < 200; i++) v[i] = i;
    expect([isNaNFree(v, 0, 200), dropsIn(v, 0, 200)]).toEqual([true, []]);
    v[200] = 7;
    v[201] = Number.NaN;
    expect([isNaNFree(v, 0, 201), isNaNFree(v, 0, 202)]).toEqual([true, false]);
    expect(dropsIn(v, 0, 202)).toEqual([200]);
  });
});
