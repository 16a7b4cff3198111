import { describe, expect, it } from "vitest";
import { COMMON_RULES, PRODUCT_RULES } from "@/lib/alarms/seed-rules";
import { checkPlan } from "@/lib/experiments/check-plan";
import { experimentPlanSchema } from "@/lib/experiments/schemas";
import { SEED_EXPERIMENTS } from "@/lib/experiments/seed-plans";
import { findMetric } from "@/lib/products/catalogue";

const rules = new Set([...COMMON_RULES, ...PRODUCT_RULES].map((rule) => rule.name));

/** Names of metrics in an expression: words before a brace or an operator that are neither functions nor labels. */
const metricsIn = (expr: string) =>
  [...expr.replaceAll(/\{[^}]*\}/g, "{").matchAll(/\b(?:business|clb|tke|cvm|redis|ckafka|mysql)_\w+/g)].map(
    ([name]) => name,
  );

describe.each(SEED_EXPERIMENTS)("experiment $slug", (seed) => {
  const plan = experimentPlanSchema.parse(seed.plan);
  const resolved = {
    ...plan,
    steps: plan.steps.map((step) => ({ ...step, targets: [...step.targets, "x"] })),
  };

  it("has known faults, with valid parameters and durations", () =>
    expect(() => checkPlan(resolved)).not.toThrow());

  it("names rules that exist", () => {
    expect(plan.alarms.map(({ rule }) => rule).filter((rule) => !rules.has(rule))).toEqual([]);
  });

  it("names metrics that the catalogue has", () => {
    const exprs = [...plan.steadyState, ...plan.guards, ...plan.targets].map(({ expr }) => expr);
    const named = [...exprs, ...plan.steps.flatMap((step) => step.targetExpr ?? [])].flatMap(metricsIn);
    expect(named.filter((name) => !findMetric(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
  });

  it("gives alarms that must fire a time within the fault", () => {
    const durationS = plan.steps.reduce((sum, step) => sum + step.durationS, 0);
    const late = plan.alarms.filter(({ expect, withinS }) => expect === "fire" && (withinS ?? 0) > durationS);
    expect(late).toEqual([]);
  });
});

describe("first rules", () => {
  it.each(PRODUCT_RULES)("$name reads metrics that the catalogue has", ({ expr }) => {
    expect(metricsIn(expr).filter((name) => !findMetric(name))).toEqual([]);
  });

  it("are at least eight, with names of their own, in both languages", () => {
    expect(rules.size).toBe(COMMON_RULES.length + PRODUCT_RULES.length);
    expect(PRODUCT_RULES.length).toBeGreaterThanOrEqual(8);
    expect(PRODUCT_RULES.every((rule) => rule.summary !== "" && rule.summaryZh !== "")).toBe(true);
  });
});

describe("checkPlan", () => {
  const plan = (step: object) =>
    experimentPlanSchema.parse({
      steps: [{ faultId: "mysql.cpu_exhaustion", targets: ["a"], durationS: 60, ...step }],
      steadyState: [],
      alarms: [],
    });
  it.each([
    ["an unknown fault", { faultId: "no.such" }, "steps.0.faultId"],
    ["no target", { targets: [] }, "steps.0.targets"],
    ["too long a time", { durationS: 80_000 }, "steps.0.durationS"],
    ["a wrong parameter", { parameters: { usageRatio: 7 } }, "steps.0.parameters.usageRatio"],
  ])("refuses %s and names the place", (_, step, place) => {
    expect(() => checkPlan(plan(step))).toThrow(expect.objectContaining({ code: "invalid", place }));
  });
  it("fills in the defaults of the fault", () => {
    expect(checkPlan(plan({})).steps[0]?.parameters).toEqual({ usageRatio: 0.9 });
  });
});
