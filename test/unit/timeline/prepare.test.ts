import { assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { alarmShape, runShape, runStatus } from "@/components/timeline/prepare-bars";
import { historyEpoch, prepareBackfill } from "@/components/timeline/prepare-backfill";
import { freshnessOf, intervalOf } from "@/components/timeline/prepare-freshness";
import { colourKeyOf, prepareNames, seriesId } from "@/components/timeline/prepare-names";
import {
  chooseEvent,
  eventWindow,
  preparePhases,
  previousEvent,
  shadedEvent,
} from "@/components/timeline/prepare-phases";
import {
  brushRange,
  panRange,
  timeAtPixel,
  WIDTH_MAX_MS,
  WIDTH_MIN_MS,
  zoomRange,
} from "@/components/timeline/prepare-range";
import { assignRows, labelPlace, withLabel } from "@/components/timeline/prepare-rows";
import { catalogueEntries, storedEntries, suggest } from "@/components/timeline/prepare-search";
import { moveLane, orderLanes, toggled } from "@/components/timeline/use-timeline-address";
import type { AlarmView } from "@/lib/alarms/schemas";
import type { EventView } from "@/lib/events/schemas";
import type { RunView } from "@/lib/experiments/schemas";

const event = (slug: string, t0: number, change: Partial<EventView> = {}): EventView => ({
  id: slug,
  slug,
  title: slug,
  titleZh: slug,
  app: "mall",
  preAt: t0 - 100,
  t0,
  endAt: t0 + 200,
  postEndAt: t0 + 300,
  phase: "planned",
  expectedPeakRatio: 3,
  ...change,
});

describe("preparePhases", () => {
  it("cuts the phases to the window and leaves out what is not in it", () => {
    const spans = preparePhases([event("a", 1_000)], { from: 950, to: 1_250 });
    expect(spans.map(({ phase, from, to }) => [phase, from, to])).toEqual([
      ["pre", 950, 1_000],
      ["during", 1_000, 1_200],
      ["post", 1_200, 1_250],
    ]);
    expect(preparePhases([event("a", 1_000)], { from: 0, to: 900 })).toEqual([]);
  });
  it("shades no cancelled event", () => {
    expect(preparePhases([event("a", 1_000, { phase: "cancelled" })], { from: 0, to: 2_000 })).toEqual([]);
  });
});

describe("chooseEvent", () => {
  const events = [event("past", 1_000), event("now", 5_000), event("next", 9_000)];
  it.each([
    [5_050, "now"],
    [6_000, "now"],
    [500, "past"],
    [5_250, "now"],
    [8_950, "next"],
  ])("at %d means %s", (at, slug) => {
    expect(chooseEvent(events, null, at)?.slug).toBe(slug);
  });
  it("prefers the one whose peak runs to one that is long in preparation", () => {
    const longAhead = event("ahead", 9_000, { preAt: 100 });
    expect(chooseEvent([longAhead, ...events], null, 5_050)?.slug).toBe("now");
  });
  it("takes the one that is named, and none when there is no such", () => {
    expect(chooseEvent(events, "past", 5_050)?.slug).toBe("past");
    expect(chooseEvent(events, "never", 5_050)).toBeUndefined();
  });
});

describe("shadedEvent", () => {
  const all = [event("long", 9_000, { preAt: 0 }), event("first", 1_000), event("second", 5_000)];
  it.each([
    [900, 1_100, "first"],
    [4_950, 5_300, "second"],
    [3_000, 3_500, "long"],
  ])("from %d to %d is %s", (from, to, slug) => {
    expect(shadedEvent(all, null, { from, to })?.slug).toBe(slug);
  });
  it("is the named one wherever the window is", () => {
    expect(shadedEvent(all, "second", { from: 0, to: 10 })?.slug).toBe("second");
  });
});

describe("previousEvent", () => {
  it("is the last one before of the same app", () => {
    const now = event("now", 5_000);
    const all = [now, event("first", 1_000), event("second", 2_000), event("other", 3_000, { app: "bank" })];
    expect(previousEvent(all, now)?.slug).toBe("second");
    expect(previousEvent(all, event("oldest", 10))).toBeUndefined();
  });
});

describe("eventWindow", () => {
  it("ends now while the event is under way", () => {
    expect(eventWindow(event("a", 1_000), 1_100)).toEqual({ from: 900, to: 1_100 });
    expect(eventWindow(event("a", 1_000), 9_999)).toEqual({ from: 900, to: 1_300 });
    expect(eventWindow(event("a", 1_000), 5)).toEqual({ from: 900, to: 1_300 });
  });
});

describe("zoomRange and panRange", () => {
  const time = integer({ min: 0, max: 2_000_000_000_000 });
  const width = integer({ min: WIDTH_MIN_MS, max: WIDTH_MAX_MS });
  it("keeps the moment under the pointer in its place and the width within its bounds", () => {
    assert(
      property(
        time,
        width,
        integer({ min: 1, max: 400 }),
        integer({ min: 0, max: 100 }),
        (from, w, factor, share) => {
          const range = { from, to: from + w };
          const at = from + (share / 100) * w;
          const zoomed = zoomRange(range, factor / 100, at);
          const after = zoomed.to - zoomed.from;
          expect(after).toBeGreaterThanOrEqual(WIDTH_MIN_MS);
          expect(after).toBeLessThanOrEqual(WIDTH_MAX_MS);
          expect(Math.abs(timeAtPixel(zoomed, share, 100) - at)).toBeLessThanOrEqual(2);
        },
      ),
    );
  });
  it("comes back when it pans there and back", () => {
    expect(panRange(panRange({ from: 1_000, to: 2_000 }, 0.25), -0.25)).toEqual({ from: 1_000, to: 2_000 });
  });
});

describe("brushRange", () => {
  it("takes the ends in any order, and nothing too narrow", () => {
    expect(brushRange(90_000, 10_000)).toEqual({ from: 10_000, to: 90_000 });
    expect(brushRange(10_000, 10_500)).toBeNull();
  });
});

describe("assignRows", () => {
  it("shares a row only between bars that do not touch", () => {
    const bars = [
      { from: 0, to: 10 },
      { from: 5, to: 20 },
      { from: 11, to: 30 },
      { from: 40, to: 50 },
    ];
    expect(assignRows(bars, 1)).toEqual([0, 1, 0, 0]);
    expect(assignRows(bars, 5)).toEqual([0, 1, 2, 0]);
  });
});

describe("labelPlace", () => {
  const view = { from: 0, to: 100 };
  it.each([
    [{ from: 10, to: 20 }, "after", { from: 10, to: 50 }],
    [{ from: 60, to: 90 }, "before", { from: 30, to: 90 }],
    [{ from: 5, to: 95 }, "on", { from: 5, to: 95 }],
  ])("%o: %s", (bar, place, taken) => {
    expect(labelPlace(bar, view, 30)).toBe(place);
    expect(withLabel(bar, labelPlace(bar, view, 30), 30)).toEqual(taken);
  });
});

describe("freshnessOf", () => {
  it.each([
    [null, "unknown"],
    [85_000, "fresh"],
    [84_999, "stale"],
  ])("a newest sample at %s is %s", (newest, state) => {
    expect(freshnessOf(newest, 5_000, 100_000)).toBe(state);
  });
  it("knows no interval out of one sample", () => {
    expect(intervalOf(60, 300_000)).toBe(5_000);
    expect(intervalOf(1, 300_000)).toBeNull();
    expect(intervalOf(null, 300_000)).toBeNull();
  });
});

describe("prepareNames", () => {
  it("names by the entity where it tells all apart", () => {
    const sets = [
      { resource: "mysql-0", zone: "a" },
      { resource: "mysql-1", zone: "b" },
    ];
    expect(prepareNames(sets)).toEqual(["mysql-0", "mysql-1"]);
  });
  it("adds what differs besides", () => {
    const sets = [
      { instance: "h:1", mode: "idle" },
      { instance: "h:1", mode: "user" },
    ];
    expect(prepareNames(sets)).toEqual(["idle", "user"]);
    expect(colourKeyOf(sets[0] ?? {})).not.toBe(colourKeyOf(sets[1] ?? {}));
  });
  it("gives the colour of a resource by its id alone", () => {
    expect(colourKeyOf({ resource: "r", zone: "a" })).toBe(colourKeyOf({ resource: "r" }));
  });
  it("does not mistake two label sets for one", () => {
    expect(seriesId({ a: "1", b: "2" })).toBe(seriesId({ b: "2", a: "1" }));
    expect(seriesId({ a: '1","b' })).not.toBe(seriesId({ a: "1", b: "" }));
  });
});

describe("suggest", () => {
  const known = catalogueEntries("en");
  const entries = [
    ...known,
    ...storedEntries(["node_load1", "mysql_cpu_usage_ratio", "clb_request_duration_seconds_bucket"], known),
  ];
  it("finds by words in either language", () => {
    expect(suggest(entries, "mysql cpu").shown[0]?.value).toBe("mysql_cpu_usage_ratio");
    expect(suggest(entries, "成功率").shown.map((each) => each.value)).toContain("business_success_ratio");
  });
  it("offers names that only the store knows, and no name twice", () => {
    expect(suggest(entries, "node_load1").shown).toEqual([
      expect.objectContaining({ value: "node_load1", kind: "stored" }),
    ]);
    expect(entries.filter((each) => each.value.startsWith("mysql_cpu_usage_ratio"))).toHaveLength(1);
    expect(entries.filter((each) => each.value === "clb_request_duration_seconds_bucket")).toHaveLength(0);
  });
  it("offers what is written as PromQL when it is no name", () => {
    expect(suggest(entries, "rate(node_cpu_seconds_total[5m])").shown).toEqual([
      expect.objectContaining({ kind: "promql", value: "rate(node_cpu_seconds_total[5m])" }),
    ]);
    expect(suggest(entries, "mysql queries").shown.every((each) => each.kind !== "promql")).toBe(true);
    expect(suggest(entries, "mysql").shown.every((each) => each.kind !== "promql")).toBe(true);
  });
});

describe("bars", () => {
  const alarm = { activeAt: 10, firedAt: null, resolvedAt: null } as AlarmView;
  it("is thin while pending, solid from firing on, open until resolved", () => {
    expect(alarmShape(alarm, 50)).toEqual({ whole: { from: 10, to: 50 }, solid: null, open: true });
    expect(alarmShape({ ...alarm, firedAt: 20, resolvedAt: 30 }, 50)).toEqual({
      whole: { from: 10, to: 30 },
      solid: { from: 20, to: 30 },
      open: false,
    });
  });
  const run = {
    createdAt: 5,
    startedAt: 10,
    injectedAt: 20,
    rolledBackAt: null,
    endedAt: null,
    verdict: null,
  } as RunView;
  it("is solid from injection to rollback", () => {
    expect(runShape(run, 50)).toEqual({
      whole: { from: 10, to: 50 },
      solid: { from: 20, to: 50 },
      open: true,
    });
    expect(runShape({ ...run, rolledBackAt: 30, endedAt: 40 }, 50).solid).toEqual({ from: 20, to: 30 });
  });
  it("shows no verdict before there is one", () => {
    expect(runStatus(run)).toBe("info");
    expect(runStatus({ ...run, endedAt: 40 })).toBe("unknown");
    expect(runStatus({ ...run, verdict: "failed" })).toBe("critical");
  });
});

describe("lanes in the address", () => {
  it("has every lane once, the given ones first", () => {
    const lanes = orderLanes(["data", "alarms"]);
    expect(lanes.slice(0, 2)).toEqual(["data", "alarms"]);
    expect(new Set(lanes).size).toBe(lanes.length);
  });
  it("moves a lane over the next one that is shown", () => {
    const lanes = orderLanes([]);
    const moved = moveLane(lanes, ["business", "data"], "data", -1);
    expect(moved.indexOf("data")).toBeLessThan(moved.indexOf("business"));
    expect(moveLane(lanes, ["business", "data"], "data", 1)).toEqual(lanes);
  });
  it("toggles", () => {
    expect(toggled(["a"], "b")).toEqual(["a", "b"]);
    expect(toggled(["a", "b"], "a")).toEqual(["b"]);
  });
});

describe("prepareBackfill", () => {
  const part = { id: "a", fromAt: 0, toAt: 100, doneAt: 100, progress: 1, error: null };
  it("says nothing when all is filled", () => {
    expect(prepareBackfill([part])).toBeNull();
    expect(prepareBackfill([])).toBeNull();
  });
  it("counts time, not parts", () => {
    expect(prepareBackfill([part, { ...part, toAt: 300, doneAt: 0 }])).toEqual({
      progress: 0.25,
      error: null,
    });
  });
  it("changes its epoch with each tenth that is filled", () => {
    expect(historyEpoch([part, { ...part, progress: 0.39 }])).toBe(13);
    expect(historyEpoch([part, { ...part, progress: 0.41 }])).toBe(14);
  });
  it("tells what stopped it", () => {
    expect(prepareBackfill([{ ...part, error: "disk full" }])).toEqual({ progress: 1, error: "disk full" });
  });
});
