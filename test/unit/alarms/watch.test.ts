import { describe, expect, it } from "vitest";
import { watchState } from "@/lib/alarms/watch";

describe("watchState", () => {
  it.each([
    ["one rule was never evaluated", null, 0, "unwatched"],
    ["evaluations stopped 15 s ago", 84_999, 0, "unwatched"],
    ["the last one is 15 s old", 85_000, 0, "watched"],
    ["a rule fails", 100_000, 1, "partly"],
    ["every rule fails", 100_000, 3, "blind"],
    ["evaluations stopped, and a rule failed", 0, 1, "unwatched"],
  ] as const)("when %s", (_, evaluatedAt, failing, state) =>
    expect(watchState({ evaluatedAt, rules: 3, failing }, 100_000)).toBe(state),
  );
});
