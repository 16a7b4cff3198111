import { describe, expect, it } from "vitest";
import { LIFECYCLE_ACTIONS, RESOURCE_STATES } from "@/lib/resources/constants";
import { actionsOf, advance, canBecome } from "@/lib/resources/lifecycle";

describe("advance", () => {
  it.each([
    ["planned", "start", "running"],
    ["planned", "end", "gone"],
    ["running", "retire", "retiring"],
    ["retiring", "keep", "running"],
    ["retiring", "end", "gone"],
    ["gone", "return", "running"],
    ["gone", "plan", "planned"],
  ] as const)("leads from %s by %s to %s", (from, action, to) => {
    expect(advance("x", from, action)).toBe(to);
  });

  it("refuses every other step, with the state in its words", () => {
    const refused = RESOURCE_STATES.flatMap((state) =>
      LIFECYCLE_ACTIONS.filter((action) => !actionsOf(state).includes(action)).map((action) => ({
        state,
        action,
      })),
    );
    expect(refused.length).toBe(RESOURCE_STATES.length * LIFECYCLE_ACTIONS.length - 7);
    for (const { state, action } of refused)
      expect(() => advance("x", state, action)).toThrow(`resource x is ${state}`);
  });

  it("lets nothing that runs be gone in one step", () => {
    expect(canBecome("running", "gone")).toBe(false);
    expect(canBecome("running", "retiring")).toBe(true);
    expect(canBecome("gone", "gone")).toBe(true);
  });
});
