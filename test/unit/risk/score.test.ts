import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RISK_CHECKS } from "@/lib/risk/catalogue";
import { FINDING_LEVELS } from "@/lib/risk/constants";
import { type CheckedPair, scorePairs } from "@/lib/risk/score";

const pair = (id: string, resourceId: string, state: CheckedPair["state"], weight = 1): CheckedPair => ({
  check: { id, level: "high", weight: { value: weight, reason: "" } },
  resourceId,
  state,
  evidence: {},
});

const anyPairs = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom("a", "b", "c"),
      resourceId: fc.constantFrom("r1", "r2", "r3", "r4"),
      state: fc.constantFrom("passed" as const, "failed" as const, "unknown" as const),
    }),
    { selector: ({ id, resourceId }) => `${id}/${resourceId}` },
  )
  .map((rows) =>
    rows.map(({ id, resourceId, state }) => pair(id, resourceId, state, { a: 4, b: 2, c: 1 }[id])),
  );

describe("scorePairs", () => {
  it("is 100 when all passed, 0 when all failed, and null when nothing could be decided", () => {
    expect(scorePairs([pair("a", "r1", "passed")]).score).toBe(100);
    expect(scorePairs([pair("a", "r1", "failed"), pair("b", "r1", "failed")]).score).toBe(0);
    expect(scorePairs([pair("a", "r1", "unknown")])).toMatchObject({ score: null, unknown: 1, checked: 0 });
    expect(scorePairs([]).score).toBeNull();
  });

  it("takes a check's share by weight, divided over its resources", () => {
    const { score, findings, byCheck } = scorePairs([
      pair("a", "r1", "failed", 3),
      pair("a", "r2", "passed", 3),
      pair("b", "r1", "passed", 1),
    ]);
    expect(score).toBeCloseTo(62.5);
    expect(findings).toMatchObject([{ checkId: "a", resourceId: "r1", points: 37.5 }]);
    expect(byCheck.get("a")).toEqual({ weight: 75, checked: 2, failed: 1, unknown: 0, points: 37.5 });
  });

  it("counts what is unknown on neither side", () => {
    const decided = [pair("a", "r1", "failed"), pair("a", "r2", "passed")];
    expect(scorePairs([...decided, pair("a", "r3", "unknown"), pair("b", "r1", "unknown")]).score).toBe(
      scorePairs(decided).score,
    );
  });

  it("is 100 minus the points of its findings, within 0 and 100", () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        const { score, findings } = scorePairs(pairs);
        const points = findings.reduce((sum, finding) => sum + finding.points, 0);
        expect(score ?? 100 - points).toBeCloseTo(100 - points);
        expect(score ?? 0).toBeGreaterThanOrEqual(0);
        expect(score ?? 100).toBeLessThanOrEqual(100);
        expect(findings).toHaveLength(pairs.filter(({ state }) => state === "failed").length);
      }),
    );
  });

  it("never falls when a finding is mended", () => {
    fc.assert(
      fc.property(anyPairs, fc.nat(20), (pairs, index) => {
        const mended = pairs.map((own, at) =>
          at === index && own.state === "failed" ? { ...own, state: "passed" as const } : own,
        );
        expect((scorePairs(mended).score ?? 0) - (scorePairs(pairs).score ?? 0)).toBeGreaterThan(-1e-9);
      }),
    );
  });
});

describe("RISK_CHECKS", () => {
  it("has at least eight, worst first, each with an id of its own and texts in both languages", () => {
    expect(RISK_CHECKS.length).toBeGreaterThanOrEqual(8);
    expect(new Set(RISK_CHECKS.map(({ id }) => id)).size).toBe(RISK_CHECKS.length);
    const order = RISK_CHECKS.map(({ level }) => FINDING_LEVELS.indexOf(level));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    const texts = RISK_CHECKS.flatMap(({ title, why, advice }) => [title, why, advice]);
    expect(texts.every(({ en, zh }) => en !== "" && /[\u4e00-\u9fff]/.test(zh))).toBe(true);
  });
});
