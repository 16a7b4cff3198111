import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type QuestionPlan, questionPlanSchema } from "@/lib/chat/plan";
import { understand } from "@/lib/chat/understand/understand";
import { CATALOGUE, NOW, TIMEZONE } from "@/test/fixtures/chat/catalogue";
import { HELD_OUT } from "@/test/fixtures/chat/held-out";
import { planKey } from "@/test/fixtures/chat/plan-key";
import { QUESTIONS } from "@/test/fixtures/chat/questions";

function read(question: string, before: readonly string[] = []) {
  let previous: QuestionPlan | null = null;
  for (const earlier of before) {
    const found = understand(earlier, { catalogue: CATALOGUE, now: NOW, timezone: TIMEZONE, previous });
    if (found.kind === "plan") previous = found.plan;
  }
  return understand(question, { catalogue: CATALOGUE, now: NOW, timezone: TIMEZONE, previous });
}

describe("understand", () => {
  it.each(QUESTIONS.map(([question, meaning, before = []]) => ({ question, meaning, before })))(
    "$before $question",
    ({ question, meaning, before }) => {
      expect(planKey(read(question, before))).toBe(meaning);
    },
  );
});

describe("understand, on questions that it was not made for", () => {
  it("reads at least 32 of 40 rightly, as when they were first put to it", () => {
    const right = HELD_OUT.filter(
      ([question, meaning, before]) => planKey(read(question, before)) === meaning,
    );
    expect(HELD_OUT).toHaveLength(40);
    expect(right.length).toBeGreaterThanOrEqual(32);
  });
});

describe("understand, whatever is typed", () => {
  it("never throws and never answers out of nothing", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80, unit: "grapheme" }), (question) => {
        const found = read(question);
        expect(["plan", "clarify", "refuse"]).toContain(found.kind);
      }),
      { numRuns: 300, seed: 20 },
    );
  });

  it("yields plans that its own schema accepts, and that survive being stored", () => {
    for (const [question, , before] of [...QUESTIONS, ...HELD_OUT]) {
      const found = read(question, before);
      if (found.kind !== "plan") continue;
      expect(questionPlanSchema.parse(JSON.parse(JSON.stringify(found.plan)))).toEqual(found.plan);
    }
  });

  it("tells which words it read as others, and which it left out", () => {
    expect(read("mysq cpu")).toMatchObject({ corrections: [{ from: "mysq", to: "mysql" }] });
    expect(read("mysql cpu qwertz")).toMatchObject({ kind: "plan", ignored: ["qwertz"] });
  });

  it("does not mend names with digits or joints", () => {
    expect(read("cpu of mysql-ordr-0")).toMatchObject({ kind: "clarify", subject: "mysql-ordr-0" });
  });

  it("offers only questions that it can answer", () => {
    for (const question of ["what's the cpu?", "mysql", "cpu of mysql-order-9", "redis iops"]) {
      const found = read(question);
      if (found.kind !== "clarify") throw new Error(question);
      expect([question, found.choices.length > 0]).toEqual([question, true]);
      for (const choice of found.choices)
        for (const text of [choice.en, choice.zh]) expect([text, read(text).kind]).toEqual([text, "plan"]);
    }
  });
});
