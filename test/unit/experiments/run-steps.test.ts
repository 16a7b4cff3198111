import { describe, expect, it } from "vitest";
import { runSteps } from "@/components/experiments/run-steps";

const run = {
  state: "observing" as const,
  createdAt: 1,
  startedAt: 2,
  injectedAt: 3,
  rolledBackAt: null,
  endedAt: null,
};
const stages = (steps: ReturnType<typeof runSteps>) =>
  Object.fromEntries(steps.map((s) => [s.state, s.stage]));

describe("runSteps", () => {
  it("marks what is behind, where the run is, and what lies ahead", () => {
    expect(stages(runSteps(run))).toEqual({
      queued: "done",
      checking: "done",
      injecting: "done",
      observing: "current",
      rolling_back: "ahead",
      verifying: "ahead",
      completed: "ahead",
    });
  });

  it("gives the recorded times", () => {
    expect(runSteps(run).map((step) => step.at)).toEqual([1, 2, null, 3, null, null, null]);
  });

  it("ends with everything done when completed", () => {
    const steps = runSteps({ ...run, state: "completed", rolledBackAt: 4, endedAt: 5 });
    expect(steps.every((step) => step.stage === "done")).toBe(true);
    expect(steps.at(-1)).toEqual({ state: "completed", stage: "done", at: 5 });
  });

  it("shows what a run that was refused never reached", () => {
    expect(stages(runSteps({ ...run, state: "failed", injectedAt: null, endedAt: 5 }))).toEqual({
      queued: "done",
      checking: "done",
      injecting: "skipped",
      observing: "skipped",
      rolling_back: "skipped",
      verifying: "skipped",
      failed: "done",
    });
  });

  it("ends with aborted in place of completed", () => {
    const steps = runSteps({ ...run, state: "aborted", rolledBackAt: 4, endedAt: 5 });
    expect(steps.at(-1)?.state).toBe("aborted");
  });
});
