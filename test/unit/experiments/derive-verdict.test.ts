import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveVerdict, type VerdictInput } from "@/lib/experiments/derive-verdict";
import type { AlarmTransition } from "@/lib/experiments/episodes";
import {
  type ExperimentPlan,
  experimentPlanSchema,
  runReportSchema,
  type SteadyResult,
} from "@/lib/experiments/schemas";

const S = 1000;
const steadyState = { title: "Success", titleZh: "成功率", expr: "success", min: 0.99 };

function makePlan(
  alarms: unknown[] = [{ rule: "PrimaryDown", expect: "fire", withinS: 30 }],
): ExperimentPlan {
  return experimentPlanSchema.parse({
    steps: [{ faultId: "mysql.primary_down", targets: ["mysql-order-0"], durationS: 120 }],
    steadyState: [steadyState],
    alarms,
    targets: [{ title: "Elected", titleZh: "选主", expr: "primary", min: 1, withinS: 60 }],
  });
}

/** Alarm `id` goes through the states at the seconds given. */
const course = (rule: string, states: [string, number][], labels = {}): AlarmTransition[] =>
  states.map(([to, atS]) => ({
    alarmId: `${rule}${JSON.stringify(labels)}${states[0]?.[1]}`,
    ruleName: rule,
    labels,
    to,
    at: atS * S,
  }));

const held = (when: SteadyResult["when"], value: boolean | null): SteadyResult => ({
  ...steadyState,
  when,
  held: value,
  value: 1,
  at: 0,
});

const caught = course("PrimaryDown", [
  ["pending", 105],
  ["firing", 115],
  ["resolved", 150],
]);

/** Injected at 100 s, rolled back at 220 s, ended at 300 s; everything right unless the test says otherwise. */
function verdict(over: Partial<VerdictInput> = {}) {
  const plan = over.plan ?? makePlan();
  return deriveVerdict({
    plan,
    injected: { injectedAt: 100 * S, rolledBackAt: 220 * S },
    endedAt: 300 * S,
    transitions: caught,
    spans: new Map(plan.alarms.map(({ rule }) => [rule, [{ from: 0, to: 300 * S }]])),
    gapMs: 12.5 * S,
    steady: [held("before", true), held("after", true)],
    measures: [{ measuredS: 40, met: true }],
    targetsRestored: true,
    cutShort: null,
    ...over,
  });
}

const keys = (report: ReturnType<typeof verdict>) => report.reasons.map(({ key }) => key);

describe("deriveVerdict", () => {
  it("passes only when everything was seen and right", () => {
    const report = verdict();
    expect([report.verdict, keys(report)]).toEqual(["passed", ["all_proven"]]);
    expect(report.alarms[0]).toMatchObject({ verdict: "caught", detectS: 15, clearS: 0, firedAt: 115 * S });
  });

  it("measures the time to clear from the rollback", () => {
    const transitions = course("PrimaryDown", [
      ["firing", 110],
      ["resolved", 245],
    ]);
    expect(verdict({ transitions }).alarms[0]).toMatchObject({ detectS: 10, clearS: 25 });
  });

  it("fails an alarm that fired after its time", () => {
    const transitions = course("PrimaryDown", [
      ["firing", 131],
      ["resolved", 230],
    ]);
    const report = verdict({ transitions });
    expect([report.verdict, report.alarms[0]?.verdict, keys(report)]).toEqual([
      "failed",
      "late",
      ["alarm_late"],
    ]);
  });

  it("fails an alarm that never fired although its rule was evaluated all the time", () => {
    const report = verdict({ transitions: [] });
    expect([report.verdict, report.alarms[0]?.verdict]).toEqual(["failed", "missed"]);
  });

  it("cannot call an alarm missed that only was pending when its rule was not evaluated to the end of its time", () => {
    const spans = new Map([["PrimaryDown", [{ from: 0, to: 110 * S }]]]);
    const transitions = course("PrimaryDown", [["pending", 105]]);
    const report = verdict({ transitions, spans });
    expect([report.verdict, report.alarms[0]?.verdict, keys(report)]).toEqual([
      "inconclusive",
      "unknown",
      ["alarm_unwatched"],
    ]);
  });

  it("never counts an alarm that was active before the injection as caught", () => {
    const before = course("PrimaryDown", [
      ["pending", 90],
      ["firing", 105],
    ]);
    const report = verdict({ transitions: before });
    expect([report.verdict, report.alarms[0]?.verdict, keys(report)]).toEqual([
      "inconclusive",
      "unknown",
      ["alarm_already_active"],
    ]);
  });

  it("counts a second episode after one from before the injection", () => {
    const before = course("PrimaryDown", [
      ["firing", 50],
      ["resolved", 103],
    ]);
    const report = verdict({ transitions: [...before, ...caught] });
    expect(report.alarms[0]).toMatchObject({ verdict: "caught", detectS: 15 });
  });

  it("fails when a caught alarm has not cleared by the end", () => {
    const report = verdict({ transitions: caught.slice(0, 2) });
    expect([report.verdict, report.alarms[0]?.verdict, keys(report)]).toEqual([
      "failed",
      "caught",
      ["alarm_not_cleared"],
    ]);
  });

  it("looks only at alarms with the labels that the plan names", () => {
    const plan = makePlan([
      { rule: "PrimaryDown", labels: { cluster: "order" }, expect: "fire", withinS: 30 },
    ]);
    const other = course("PrimaryDown", [["firing", 115]], { cluster: "user" });
    const report = verdict({ plan, transitions: other });
    expect(report.alarms.map((alarm) => [alarm.expect, alarm.verdict])).toEqual([
      ["fire", "missed"],
      ["undeclared", "collateral"],
    ]);
  });

  it("proves silence only where the rule was evaluated", () => {
    const plan = makePlan([{ rule: "RedisDown", expect: "silent" }]);
    expect(verdict({ plan, transitions: [] }).alarms[0]?.verdict).toBe("silent");
    const gap = new Map([
      [
        "RedisDown",
        [
          { from: 0, to: 150 * S },
          { from: 180 * S, to: 300 * S },
        ],
      ],
    ]);
    expect(verdict({ plan, transitions: [], spans: gap }).alarms[0]?.verdict).toBe("unknown");
    expect(verdict({ plan, transitions: [], spans: new Map() }).alarms[0]?.verdict).toBe("unknown");
  });

  it("fails when an alarm fires that was to stay silent", () => {
    const plan = makePlan([{ rule: "RedisDown", expect: "silent" }]);
    const report = verdict({ plan, transitions: course("RedisDown", [["firing", 140]]) });
    expect([report.verdict, report.alarms[0]?.verdict]).toEqual(["failed", "collateral"]);
  });

  it("tells an alarm that the plan does not speak of, and fails nothing for it", () => {
    const report = verdict({ transitions: [...caught, ...course("CvmDown", [["firing", 140]])] });
    expect(report.verdict).toBe("passed");
    expect(report.alarms[1]).toMatchObject({ rule: "CvmDown", expect: "undeclared", verdict: "collateral" });
  });

  it("takes no alarm of Evenkeel over itself for damage, unless the plan speaks of it", () => {
    const own = course("EvenkeelQueriesFailing", [["firing", 140]], { product: "evenkeel" });
    expect(verdict({ transitions: [...caught, ...own] }).alarms.map(({ rule }) => rule)).toEqual([
      "PrimaryDown",
    ]);
    const plan = makePlan([{ rule: "EvenkeelQueriesFailing", expect: "silent" }]);
    expect(verdict({ plan, transitions: own }).alarms[0]?.verdict).toBe("collateral");
  });

  it.each([
    ["a guard broke", { cutShort: { key: "guard_broken", values: {} } }, "failed", "guard_broken"],
    ["a target did not come back", { targetsRestored: false }, "failed", "not_restored"],
    ["a target could not be read", { targetsRestored: null }, "inconclusive", "restoration_unseen"],
    ["the steady state did not come back", { steady: [held("after", false)] }, "failed", "steady_not_back"],
    ["the steady state was not seen", { steady: [held("after", null)] }, "inconclusive", "steady_unseen"],
    ["the steady state was not looked at", { steady: [] }, "inconclusive", "steady_unseen"],
    ["a target was missed", { measures: [{ measuredS: 70, met: false }] }, "failed", "target_missed"],
    [
      "nothing was disturbed",
      { measures: [{ measuredS: null, met: null }] },
      "inconclusive",
      "target_undisturbed",
    ],
    ["a person aborted", { cutShort: { key: "aborted", values: {} } }, "inconclusive", "aborted"],
  ] satisfies [string, Partial<VerdictInput>, string, string][])("when %s", (_, over, expected, key) => {
    const report = verdict(over);
    expect(report.verdict).toBe(expected);
    expect(keys(report)).toContain(key);
  });

  it("tells a dip of the steady state during the fault and fails nothing for it", () => {
    const report = verdict({ steady: [held("during", false), held("after", true)] });
    expect([report.verdict, keys(report)]).toEqual(["passed", ["steady_dipped", "all_proven"]]);
  });

  it("proves nothing when nothing was injected", () => {
    const report = verdict({
      injected: null,
      cutShort: { key: "refused", values: { reason: "no standby" } },
    });
    expect(report).toMatchObject({ verdict: "inconclusive", alarms: [], restored: null });
  });

  it("cannot miss an alarm whose time had not yet come when the run was cut short", () => {
    const report = verdict({
      transitions: [],
      injected: { injectedAt: 100 * S, rolledBackAt: 105 * S },
      cutShort: { key: "aborted", values: {} },
    });
    expect(report.alarms[0]?.verdict).toBe("unknown");
    expect(report.verdict).toBe("inconclusive");
  });

  it("never passes with a missed, late, unknown or forbidden alarm, and always yields a valid report", () => {
    const state = fc.constantFrom("pending", "firing", "resolved");
    const transition = fc.record({ to: state, atS: fc.nat(320), rule: fc.constantFrom("A", "B", "C") });
    const plan = makePlan([
      { rule: "A", expect: "fire", withinS: 30 },
      { rule: "B", expect: "silent" },
    ]);
    fc.assert(
      fc.property(
        fc.array(transition, { maxLength: 12 }),
        fc.array(fc.nat(300), { maxLength: 4 }),
        (rows, cuts) => {
          const transitions = rows.map(({ to, atS, rule }) => ({
            alarmId: rule,
            ruleName: rule,
            labels: {},
            to,
            at: atS * S,
          }));
          const spans = cuts.map((from) => ({ from: from * S, to: (from + 100) * S }));
          const report = verdict({
            plan,
            transitions,
            spans: new Map([
              ["A", spans],
              ["B", spans],
            ]),
          });
          expect(() => runReportSchema.parse(report)).not.toThrow();
          const declared = report.alarms.filter((alarm) => alarm.expect !== "undeclared");
          const good = declared.every(({ verdict: own }) => own === "caught" || own === "silent");
          expect(report.verdict === "passed" && !good).toBe(false);
        },
      ),
    );
  });
});
