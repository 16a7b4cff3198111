import { expect, it } from "vitest";
import { RISK_CHECKS } from "@/lib/risk/catalogue";
import { runChecks } from "@/lib/risk/run-checks";
import { scorePairs } from "@/lib/risk/score";
import { HISTORY_DAYS } from "@/lib/simulator/constants";
import { buildFleet } from "@/lib/simulator/fleet";
import { DAY_MS } from "@/lib/core/time";

it("the fleet is neither sound nor hopeless: its attributes alone make a score of 65 to 80", () => {
  const now = Date.UTC(2026, 10, 20);
  const fleet = buildFleet(1, now - HISTORY_DAYS * DAY_MS);
  const pairs = runChecks({ checks: RISK_CHECKS, resources: fleet, values: new Map(), open: [], now });
  const { score, byCheck } = scorePairs(pairs);
  expect(score).toBeGreaterThan(65);
  expect(score).toBeLessThan(80);
  const quiet = [...byCheck].filter(([, { checked, failed }]) => checked > 0 && failed === 0);
  expect(quiet).toEqual([]);
});
