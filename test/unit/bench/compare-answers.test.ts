import { describe, expect, test } from "vitest";
import { EXACT, findDifference, NEAR, parseAnswer } from "@/scripts/bench/compare-answers";

const matrix = (values: [number, string][], metric: Record<string, string> = { app: "a", zone: "z" }) =>
  parseAnswer(
    JSON.stringify({ status: "success", data: { resultType: "matrix", result: [{ metric, values }] } }),
  );

describe("findDifference", () => {
  const wanted = matrix([
    [0, "1"],
    [60, "2"],
  ]);

  test("takes another order of labels and the last digits of a sum", () => {
    const got = matrix(
      [
        [0, "1.0000000000000002"],
        [60, "2"],
      ],
      { zone: "z", app: "a" },
    );
    expect(findDifference(wanted, got, EXACT)).toBeNull();
  });

  test("tells where a value is another, a point or a series is missing", () => {
    const other = matrix([
      [0, "1"],
      [60, "2.04"],
    ]);
    expect(findDifference(wanted, other, EXACT)).toContain("2.04 in place of 2 at 60");
    expect(findDifference(wanted, other, NEAR)).toBeNull();
    expect(findDifference(wanted, matrix([[0, "1"]]), NEAR)).toContain("1 points in place of 2");
    expect(findDifference(wanted, new Map(), NEAR)).toContain("0 series in place of 1");
  });

  test("never agrees with NaN or with nothing on both sides", () => {
    const broken = matrix([
      [0, "NaN"],
      [60, "2"],
    ]);
    expect(findDifference(wanted, broken, NEAR)).toContain("NaN in place of 1");
    expect(findDifference(new Map(), new Map(), NEAR)).toBe("the answer is empty");
  });

  test("an error is no answer", () => {
    expect(() => parseAnswer('{"status":"error"}')).toThrow("success");
  });
});
