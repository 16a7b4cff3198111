import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalise } from "@/lib/chat/understand/normalise";
import { findTimes, toRange } from "@/lib/chat/understand/time/parse";
import type { TimeContext } from "@/lib/chat/understand/time/types";
import { fromCivil, startOfDay, toCivil, weekdayOf } from "@/lib/chat/understand/time/zone";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/core/time";
import { CATALOGUE, NOW, TIMEZONE } from "@/test/fixtures/chat/catalogue";

const ctx: TimeContext = { now: NOW, timezone: TIMEZONE, events: CATALOGUE.events };
const rangeOf = (text: string, over: Partial<TimeContext> = {}) => {
  const where = { ...ctx, ...over };
  const [span] = findTimes(normalise(text), where);
  return span ? toRange(span, where) : null;
};
const iso = (text: string, over: Partial<TimeContext> = {}) => {
  const range = rangeOf(text, over);
  return range && [new Date(range.from).toISOString(), new Date(range.to).toISOString()];
};

const ZONES = [
  "UTC",
  "Asia/Shanghai",
  "America/New_York",
  "Europe/Berlin",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
];
const arbitraryZone = fc.constantFrom(...ZONES);
const arbitraryNow = fc.integer({ min: Date.parse("2020-01-01"), max: Date.parse("2030-01-01") });

describe("fromCivil", () => {
  it("gives back the moment that a clock shows, to the second, except in the hour that exists twice", () => {
    fc.assert(
      fc.property(arbitraryNow, arbitraryZone, (at, zone) => {
        const whole = Math.floor(at / 1000) * 1000;
        const back = fromCivil(toCivil(whole, zone), zone);
        expect(toCivil(back, zone)).toEqual(toCivil(whole, zone));
        expect(whole - back).toBeGreaterThanOrEqual(0);
        expect(whole - back).toBeLessThanOrEqual(HOUR_MS);
      }),
      { seed: 20, numRuns: 500 },
    );
  });

  it("takes the moment after the jump where clocks go forward", () => {
    // Berlin, 29 March 2026: 02:00 becomes 03:00.
    const at = fromCivil({ year: 2026, month: 3, day: 29, hour: 2, minute: 30, second: 0 }, "Europe/Berlin");
    expect(new Date(at).toISOString()).toBe("2026-03-29T01:30:00.000Z");
  });

  it("takes the first of two where clocks go back", () => {
    // New York, 1 November 2026: 01:30 is at 05:30Z and again at 06:30Z.
    const at = fromCivil(
      { year: 2026, month: 11, day: 1, hour: 1, minute: 30, second: 0 },
      "America/New_York",
    );
    expect(new Date(at).toISOString()).toBe("2026-11-01T05:30:00.000Z");
  });
});

describe("findTimes", () => {
  it.each([
    ["yesterday", "America/New_York", "2026-11-02T12:00:00Z", 25],
    ["yesterday", "America/New_York", "2026-03-09T12:00:00Z", 23],
    ["昨天", "Europe/Berlin", "2026-10-26T12:00:00Z", 25],
    ["yesterday", "Asia/Shanghai", "2026-11-20T09:00:00Z", 24],
  ])("a day is as long as it was: %s in %s", (text, timezone, now, hours) => {
    const range = rangeOf(text, { timezone, now: Date.parse(now) });
    expect(range && (range.to - range.from) / HOUR_MS).toBe(hours);
  });

  it.each([
    ["today", "Asia/Shanghai", ["2026-11-19T16:00:00.000Z", "2026-11-20T09:00:00.000Z"]],
    ["today", "America/New_York", ["2026-11-20T05:00:00.000Z", "2026-11-20T09:00:00.000Z"]],
    ["since 9am", "Asia/Shanghai", ["2026-11-20T01:00:00.000Z", "2026-11-20T09:00:00.000Z"]],
    ["since 9am", "America/New_York", ["2026-11-19T14:00:00.000Z", "2026-11-20T09:00:00.000Z"]],
    ["between 20:00 and 21:00", "Asia/Shanghai", ["2026-11-19T12:00:00.000Z", "2026-11-19T13:00:00.000Z"]],
    ["from 11pm to 1am yesterday", "UTC", ["2026-11-19T23:00:00.000Z", "2026-11-20T01:00:00.000Z"]],
    ["from 9 to 10am", "UTC", null],
    ["on nov 18th", "UTC", ["2026-11-18T00:00:00.000Z", "2026-11-19T00:00:00.000Z"]],
    ["11月18日下午3点", "Asia/Shanghai", ["2026-11-18T07:00:00.000Z", "2026-11-18T07:00:00.000Z"]],
    ["2026-11-18 14:00", "UTC", ["2026-11-18T14:00:00.000Z", "2026-11-18T14:00:00.000Z"]],
    ["this week", "UTC", ["2026-11-16T00:00:00.000Z", "2026-11-20T09:00:00.000Z"]],
    ["上周", "UTC", ["2026-11-09T00:00:00.000Z", "2026-11-16T00:00:00.000Z"]],
    ["last night", "UTC", ["2026-11-19T18:00:00.000Z", "2026-11-20T06:00:00.000Z"]],
    ["两个半小时内", "UTC", ["2026-11-20T06:30:00.000Z", "2026-11-20T09:00:00.000Z"]],
    ["3天前", "UTC", ["2026-11-17T00:00:00.000Z", "2026-11-18T00:00:00.000Z"]],
    ["T-30min", "UTC", ["2026-11-20T07:50:00.000Z", "2026-11-20T08:20:00.000Z"]],
    ["大促期间", "UTC", ["2026-11-20T08:20:00.000Z", "2026-11-20T09:00:00.000Z"]],
    ["during the last promotion", "UTC", ["2026-11-13T08:20:00.000Z", "2026-11-13T14:20:00.000Z"]],
  ] as const)("reads %s in %s", (text, timezone, expected) => {
    const found = iso(text, { timezone });
    // 9 to 10 in the morning has not come yet in UTC: the latest such hour is meant.
    expect(found).toEqual(expected ?? ["2026-11-19T09:00:00.000Z", "2026-11-19T10:00:00.000Z"]);
  });

  it("says when the named hours lie ahead and the last ones were taken", () => {
    expect(rangeOf("between 20:00 and 21:00")?.notes).toEqual(["moved_to_past"]);
    expect(rangeOf("today")?.notes).toEqual(["cut_at_now"]);
  });

  it.each(["tomorrow", "next week", "明天", "未来一小时"])("knows that %s lies ahead", (text) => {
    expect(findTimes(normalise(text), ctx)[0]?.reading.kind).toBe("future");
  });

  it.each(["top 5", "前5", "超过80%", "p95", "mysql-order-0", "at least 500", "2026-02-30", "zone 2"])(
    "finds no time in %s",
    (text) => {
      expect(findTimes(normalise(text), ctx)).toEqual([]);
    },
  );

  it("reads any length, in both languages, as exactly that long", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), arbitraryNow, arbitraryZone, (n, now, timezone) => {
        const where = { now, timezone, events: [] };
        for (const text of [`last ${n} minutes`, `过去${n}分钟`, `最近 ${n} 分钟`, `the past ${n} min`]) {
          const range = rangeOf(text, where);
          expect([range?.from, range?.to]).toEqual([now - n * MINUTE_MS, now]);
        }
      }),
      { seed: 20, numRuns: 100 },
    );
  });

  it("never ends after now, and never begins after its end", () => {
    const texts = [
      "today",
      "yesterday",
      "this morning",
      "昨天晚上8点到9点",
      "since 9am",
      "上周五",
      "last friday",
      "本周",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...texts), arbitraryNow, arbitraryZone, (text, now, timezone) => {
        const range = rangeOf(text, { now, timezone, events: [] });
        if (!range) return;
        expect(range.to).toBeLessThanOrEqual(now);
        expect(range.from).toBeLessThanOrEqual(range.to);
      }),
      { seed: 20, numRuns: 500 },
    );
  });

  it("puts last Friday on a Friday, before today, within a week", () => {
    fc.assert(
      fc.property(arbitraryNow, arbitraryZone, (now, timezone) => {
        const range = rangeOf("last friday", { now, timezone, events: [] });
        expect(range && weekdayOf(range.from, timezone)).toBe(5);
        expect(range && range.to).toBeLessThanOrEqual(startOfDay(now, timezone));
        expect(range && now - range.from).toBeLessThanOrEqual(8 * DAY_MS + HOUR_MS);
      }),
      { seed: 20, numRuns: 200 },
    );
  });
});

describe("normalise", () => {
  it.each([
    ["ＣＰＵ　超过　８０％？", "cpu超过80%"],
    ["过去三十分钟", "过去30分钟"],
    ["一个半小时", "1个半小时"],
    ["上周五", "上周五"],
    ["看一下 MySQL", "看一下mysql"],
    ["超过百分之八十", "超过80%"],
    ["前十名", "前10名"],
    ["积压超过一万", "积压超过10000"],
    ["双十一", "双11"],
    ["two hours", "2 hours"],
  ])("writes %s as %s", (given, expected) => {
    expect(normalise(given)).toBe(expected);
  });
});
