import { describe, expect, it } from "vitest";
import { InvalidError, LimitError } from "@/lib/core/errors";
import type { Labels, QueryValue } from "@/lib/metrics/store";
import { dueEvaluation } from "@/lib/rules/due";
import { labelSets, planWrite } from "@/lib/rules/plan-write";

const AT = 1_700_000_000_000;
const vector = (...samples: [Labels, number][]): QueryValue => ({
  type: "vector",
  samples: samples.map(([labels, v]) => ({ labels, t: AT, v })),
});
const bitsOf = (v: ArrayLike<number>) => new BigUint64Array((v as Float64Array).buffer)[0];
const rule = { record: "job:up:sum", labels: { team: "pay", zone: "" } };

describe("what a recording rule writes", () => {
  it("is the result under its name and labels, an empty label taken away", () => {
    const plan = planWrite(
      rule,
      vector([{ __name__: "up", job: "a", zone: "z", team: "x" }, 2]),
      labelSets([]),
      AT,
      0,
    );
    expect(plan.series).toEqual([
      { labels: { __name__: "job:up:sum", job: "a", team: "pay" }, t: [AT], v: Float64Array.of(2) },
    ]);
  });

  it("is one series for a scalar", () => {
    const plan = planWrite(
      { record: "one", labels: {} },
      { type: "scalar", t: AT, v: 1 },
      labelSets([]),
      AT,
      0,
    );
    expect(plan.series.map(({ labels }) => labels)).toEqual([{ __name__: "one" }]);
  });

  it("ends what was there before and is no more, once", () => {
    const first = planWrite(rule, vector([{ job: "a" }, 1], [{ job: "b" }, 1]), labelSets([]), AT, 0);
    const second = planWrite(rule, vector([{ job: "b" }, 1]), first.living, AT, 0);
    expect(second.series.map(({ labels, v }) => [labels["job"], bitsOf(v) === 0x7ff0000000000002n])).toEqual([
      ["b", false],
      ["a", true],
    ]);
    expect([...second.during.keys()].sort()).toEqual([...first.living.keys()].sort());
    expect(planWrite(rule, vector([{ job: "b" }, 1]), second.living, AT, 0).series).toHaveLength(1);
  });

  it("is nothing when two results become one series, or there are too many", () => {
    const two = vector([{ zone: "a" }, 1], [{ zone: "b" }, 1]);
    expect(() => planWrite(rule, two, labelSets([]), AT, 0)).toThrow(InvalidError);
    const other = { record: "x", labels: {} };
    expect(() => planWrite(other, two, labelSets([]), AT, 1)).toThrow(
      new LimitError("exceeded limit of 1 with 2 series"),
    );
  });
});

describe("when a group is due", () => {
  const due = (last: number | null, now: number) =>
    dueEvaluation({ intervalMs: 15_000, lastEvaluatedAt: last === null ? null : new Date(last) }, now);

  it.each([
    ["at once when it is new, at the last moment of the grid", null, 61_000, { at: 60_000, missed: 0 }],
    ["not before samples of the moment had a second to arrive", 45_000, 60_999, null],
    ["at the next moment", 45_000, 61_000, { at: 60_000, missed: 0 }],
    ["not twice at one moment", 60_000, 74_000, null],
    [
      "only for the last moment after an outage; the others are counted",
      60_000,
      200_000,
      { at: 195_000, missed: 8 },
    ],
    ["at the new grid when the interval changed", 50_000, 61_000, { at: 60_000, missed: 0 }],
    ["not when the clock went back", 60_000, 20_000, null],
  ])("is %s", (_, last, now, expected) => expect(due(last, now)).toEqual(expected));
});
