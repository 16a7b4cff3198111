import { describe, expect, it } from "vitest";
import { timeParts } from "@/components/ui/time-parts";

describe("timeParts", () => {
  it.each([
    [0, [{ unit: "seconds", count: 0 }]],
    [-5_000, [{ unit: "seconds", count: 0 }]],
    [999, [{ unit: "seconds", count: 0 }]],
    [59_999, [{ unit: "seconds", count: 59 }]],
    [60_000, [{ unit: "minutes", count: 1 }]],
    [
      3_725_000,
      [
        { unit: "hours", count: 1 },
        { unit: "minutes", count: 2 },
      ],
    ],
    [3_605_000, [{ unit: "hours", count: 1 }]],
    [
      788_400_000,
      [
        { unit: "days", count: 9 },
        { unit: "hours", count: 3 },
      ],
    ],
  ])("%d ms", (ms, expected) => {
    expect(timeParts(ms)).toEqual(expected);
  });

  it("gives one unit when asked", () => {
    expect(timeParts(3_725_000, 1)).toEqual([{ unit: "hours", count: 1 }]);
  });
});
