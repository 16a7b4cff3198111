import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RUN_STATES, TERMINAL_RUN_STATES } from "@/lib/experiments/constants";
import { isWatched } from "@/lib/experiments/is-watched";
import { judgeRange, judgeSteady, judgeValues } from "@/lib/experiments/judge-steady";
import { measureTarget } from "@/lib/experiments/measure-target";
import { nextState, RUN_ACTIONS } from "@/lib/experiments/next-state";

describe("judgeValues", () => {
  it.each([
    [[], {}, null],
    [[1], {}, true],
    [[1, 2], { min: 1, max: 2 }, true],
    [[1, 2.1], { max: 2 }, false],
    [[0.9], { min: 1 }, false],
    [[Number.NaN], { min: 0 }, false],
  ])("%j within %j is %s", (values, bounds, held) => expect(judgeValues(values, bounds).held).toBe(held));

  it("tells the value that broke the bounds", () => {
    expect(judgeValues([1, 5, 2], { max: 3 })).toEqual({ held: false, value: 5 });
  });
});

describe("judgeSteady", () => {
  it("knows nothing of an empty vector", () => {
    expect(judgeSteady({ type: "vector", samples: [] }, { min: 0 })).toEqual({ held: null, value: null });
  });
  it("takes a scalar", () => expect(judgeSteady({ type: "scalar", t: 0, v: 3 }, { min: 2 }).held).toBe(true));
});

describe("judgeRange", () => {
  it("judges each moment over all series and leaves out moments without a value", () => {
    const series = (t: number[], v: number[]) => ({
      labels: {},
      t: Float64Array.from(t),
      v: Float64Array.from(v),
    });
    const course = judgeRange([series([0, 10], [1, 1]), series([10, 30], [0, 1])], { min: 1 });
    expect(course.map(({ at, held }) => [at, held])).toEqual([
      [0, true],
      [10, false],
      [30, true],
    ]);
  });
});

describe("measureTarget", () => {
  const course = (...held: (boolean | null)[]) =>
    held.map((value, index) => ({ at: 1000 * index, held: value, value: 0 }));
  it.each([
    ["broken and back", course(true, true, false, false, true), 4, true],
    ["broken at once", course(false, false, true), 2, true],
    ["back too late", course(true, false, false, false, false, false, false, true), 7, false],
    ["never back", course(true, false, false), null, false],
    ["a hole is not back", course(true, false, null), null, false],
    ["never broken", course(true, true), null, null],
    ["nothing seen", course(), null, null],
  ])("%s", (_, seen, measuredS, met) => expect(measureTarget(seen, 0, 5)).toEqual({ measuredS, met }));
});

describe("isWatched", () => {
  const window = { from: 100, to: 200 };
  it.each([
    [[{ from: 0, to: 300 }], true],
    [[{ from: 105, to: 195 }], true],
    [[{ from: 115, to: 200 }], false],
    [[{ from: 100, to: 185 }], false],
    [
      [
        { from: 90, to: 140 },
        { from: 150, to: 210 },
      ],
      true,
    ],
    [
      [
        { from: 150, to: 210 },
        { from: 90, to: 140 },
      ],
      true,
    ],
    [
      [
        { from: 90, to: 140 },
        { from: 151, to: 210 },
      ],
      false,
    ],
    [[{ from: 0, to: 50 }], false],
    [[{ from: 300, to: 400 }], false],
    [[], false],
  ])("%j", (spans, watched) => expect(isWatched(spans, window, 10)).toBe(watched));
});

describe("nextState", () => {
  it("lets no run that may have injected end without rolling back and verifying", () => {
    for (const state of ["injecting", "observing", "rolling_back"] as const)
      for (const action of RUN_ACTIONS) expect(TERMINAL_RUN_STATES).not.toContain(nextState(state, action));
  });

  it("has a way from every open state to an end, and none out of an end", () => {
    const terminal = new Set<string>(TERMINAL_RUN_STATES);
    const reaches = (state: (typeof RUN_STATES)[number], seen = new Set<string>()): boolean => {
      if (terminal.has(state)) return true;
      if (seen.has(state)) return false;
      seen.add(state);
      return RUN_ACTIONS.some((action) => {
        const next = nextState(state, action);
        return next !== null && reaches(next, seen);
      });
    };
    expect(RUN_STATES.every((state) => reaches(state))).toBe(true);
    fc.assert(
      fc.property(
        fc.constantFrom(...TERMINAL_RUN_STATES),
        fc.constantFrom(...RUN_ACTIONS),
        (state, action) => {
          expect(nextState(state, action)).toBeNull();
        },
      ),
    );
  });
});
