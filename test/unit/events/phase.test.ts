import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EVENT_PHASES } from "@/lib/events/constants";
import { phaseAt } from "@/lib/events/phase";
import { seedEvents } from "@/lib/events/seed-events";

const event = { preAt: 10, t0: 20, endAt: 30, postEndAt: 40, phase: "planned" as const };

describe("phaseAt", () => {
  it.each([
    [0, "planned"],
    [9, "planned"],
    [10, "pre"],
    [19, "pre"],
    [20, "during"],
    [29, "during"],
    [30, "post"],
    [39, "post"],
    [40, "closed"],
    [1_000, "closed"],
  ])("at %d is %s", (now, phase) => expect(phaseAt(event, now)).toBe(phase));

  it("keeps a cancelled event cancelled", () => {
    for (const now of [0, 15, 25, 35, 45])
      expect(phaseAt({ ...event, phase: "cancelled" }, now)).toBe("cancelled");
  });

  it("never goes back as time passes, whatever phase was stored", () => {
    const order = (now: number, phase: (typeof EVENT_PHASES)[number]) =>
      EVENT_PHASES.indexOf(phaseAt({ ...event, phase }, now));
    const stored = fc.constantFrom(...EVENT_PHASES);
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), stored, (a, b, phase) => {
        expect(order(Math.min(a, b), phase)).toBeLessThanOrEqual(order(Math.max(a, b), phase));
      }),
    );
  });
});

describe("seedEvents", () => {
  const installedAt = Date.UTC(2026, 10, 20, 8, 46, 12, 345);
  const events = seedEvents(installedAt);
  const phases = events.map((seed) => phaseAt({ ...seed, phase: "planned" }, installedAt));

  it("shows each phase once", () => expect(phases).toEqual(["post", "during", "pre"]));

  it("began the running event 40 minutes ago, to the minute", () => {
    expect(events[1]?.t0).toBe(Date.UTC(2026, 10, 20, 8, 6));
  });

  it("puts the finished event exactly one week before the running one, with phases of the same length", () => {
    const [last, running] = events;
    const week = 7 * 86_400_000;
    expect(last && running && [running.t0 - last.t0, running.endAt - last.endAt]).toEqual([week, week]);
  });

  it("puts the next event nine days ahead, on the hour", () => {
    expect(events[2]?.t0).toBe(Date.UTC(2026, 10, 29, 9));
  });
});
