import { describe, expect, it } from "vitest";
import { planFacts } from "@/components/experiments/plan-facts";
import { experimentPlanSchema } from "@/lib/experiments/schemas";

const plan = experimentPlanSchema.parse({
  steps: [
    { faultId: "mysql.primary_down", targets: ["mysql-0"], durationS: 60 },
    { faultId: "mysql.cpu_exhaustion", targets: ["mysql-0", "mysql-1"], durationS: 90 },
    { faultId: "no.such_fault", targetExpr: "up == 1", durationS: 30 },
  ],
  steadyState: [],
  alarms: [],
});

describe("planFacts", () => {
  it("names each target once, and what chooses the others", () => {
    expect(planFacts(plan).targets).toEqual(["mysql-0", "mysql-1"]);
    expect(planFacts(plan).targetExprs).toEqual(["up == 1"]);
  });

  it("takes the longest step and the worst risk", () => {
    expect(planFacts(plan).durationS).toBe(90);
    expect(planFacts(plan).risk).toBe(3);
  });

  it("does not hide a fault that the catalogue does not know", () => {
    expect(planFacts(plan).unknownFaults).toEqual(["no.such_fault"]);
  });
});
