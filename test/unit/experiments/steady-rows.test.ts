import { describe, expect, it } from "vitest";
import { steadyRows } from "@/components/experiments/steady-rows";
import type { SteadyResult } from "@/lib/experiments/schemas";

const result = (over: Partial<SteadyResult>): SteadyResult => ({
  title: "Up",
  titleZh: "在线",
  expr: "up",
  when: "before",
  held: true,
  value: 1,
  at: 1,
  ...over,
});

describe("steadyRows", () => {
  it("puts the times of one condition side by side", () => {
    const [row, ...others] = steadyRows([
      result({}),
      result({ when: "during", held: false }),
      result({ when: "after" }),
    ]);
    expect(others).toEqual([]);
    expect([row?.before?.held, row?.during?.held, row?.after?.held]).toEqual([true, false, true]);
  });

  it("keeps the newest of several looks, in whichever order they come", () => {
    const looks = [
      result({ when: "after", held: false, at: 5 }),
      result({ when: "after", held: true, at: 9 }),
    ];
    expect(steadyRows(looks)[0]?.after?.at).toBe(9);
    expect(steadyRows(looks.toReversed())[0]?.after?.at).toBe(9);
  });

  it("leaves open what was never looked at", () => {
    expect(steadyRows([result({})])[0]?.after).toBeUndefined();
  });
});
