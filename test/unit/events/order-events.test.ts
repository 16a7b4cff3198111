import { describe, expect, it } from "vitest";
import { orderEvents } from "@/components/events/order-events";
import { progressOf } from "@/components/events/phase-progress";
import type { EventView } from "@/lib/events/schemas";

const event = (slug: string, phase: EventView["phase"], t0: number): EventView => ({
  id: slug,
  slug,
  title: slug,
  titleZh: slug,
  app: "mall",
  preAt: t0 - 1,
  t0,
  endAt: t0 + 1,
  postEndAt: t0 + 2,
  phase,
  expectedPeakRatio: 3,
});

describe("orderEvents", () => {
  it("puts the running event first and what is over last", () => {
    const events = [
      event("closed", "closed", 1),
      event("pre", "pre", 9),
      event("during", "during", 5),
      event("post", "post", 3),
    ];
    expect(orderEvents(events).map(({ slug }) => slug)).toEqual(["during", "pre", "post", "closed"]);
  });

  it("puts the next planned and the latest closed before the others", () => {
    const events = [
      event("far", "planned", 9),
      event("near", "planned", 7),
      event("old", "closed", 1),
      event("new", "closed", 2),
    ];
    expect(orderEvents(events).map(({ slug }) => slug)).toEqual(["near", "far", "new", "old"]);
  });
});

describe("progressOf", () => {
  it.each([
    [5, 0],
    [10, 0],
    [15, 0.5],
    [20, 1],
    [25, 1],
  ])("at %d of 10 to 20 is %d", (now, expected) => {
    expect(progressOf({ from: 10, to: 20 }, now)).toBe(expected);
  });

  it("knows no half of an empty span", () => {
    expect(progressOf({ from: 10, to: 10 }, 9)).toBe(0);
    expect(progressOf({ from: 10, to: 10 }, 10)).toBe(1);
  });
});
