import { describe, expect, it } from "vitest";
import { orderChecks } from "@/components/risks/order-checks";
import { scoreText } from "@/components/risks/score-text";
import type { CheckResult } from "@/lib/risk/schemas";

const check = (checkId: string, points: number, weight: number): CheckResult => ({
  checkId,
  title: checkId,
  titleZh: checkId,
  why: "",
  whyZh: "",
  advice: "",
  adviceZh: "",
  pillar: "reliability",
  level: "high",
  weight,
  checked: 1,
  failed: 0,
  unknown: 0,
  points,
});

describe("orderChecks", () => {
  it("puts most points first, then what could take most, then by name", () => {
    const checks = [
      check("b", 0, 5),
      check("a", 0, 5),
      check("small", 1, 9),
      check("large", 4, 4),
      check("light", 0, 1),
    ];
    expect(orderChecks(checks).map(({ checkId }) => checkId)).toEqual(["large", "small", "a", "b", "light"]);
  });
});

describe("scoreText", () => {
  it.each([
    [76, "76"],
    [76.04, "76"],
    [76.25, "76.3"],
    [0.06, "0.1"],
  ])("writes %d as %s", (points, text) => {
    expect(scoreText(points)).toBe(text);
  });
});
