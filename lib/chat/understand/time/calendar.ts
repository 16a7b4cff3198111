import type { UnixMs } from "@/lib/core/time";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, WEEK_MS } from "@/lib/core/time";
import type { Reading, TimeContext } from "./types";
import { fromCivil, startOfDay, toCivil, weekdayOf } from "./zone";

/** Hours of the parts of a day, as clock hours; 24 is the end of the day. Our choice, stated in each interpretation. */
export const DAY_PARTS: Readonly<Record<string, readonly [number, number]>> = {
  dawn: [0, 6],
  morning: [6, 12],
  noon: [11, 13],
  afternoon: [12, 18],
  evening: [18, 24],
  night: [18, 24],
  凌晨: [0, 6],
  今早: [6, 12],
  早上: [6, 12],
  早晨: [6, 12],
  上午: [6, 12],
  中午: [11, 13],
  下午: [12, 18],
  傍晚: [17, 19],
  晚上: [18, 24],
  夜里: [18, 24],
  晚: [18, 24],
  早: [6, 12],
};

const UNITS: readonly [RegExp, number][] = [
  [/^(s|secs?|seconds?|秒钟?)$/, SECOND_MS],
  [/^(m|mins?|minutes?|分|分钟)$/, MINUTE_MS],
  [/^(h|hrs?|hours?|小时|钟头|钟)$/, HOUR_MS],
  [/^(d|days?|天|日)$/, DAY_MS],
  [/^(w|weeks?|周|星期|礼拜)$/, WEEK_MS],
  [/^(months?|月|个月)$/, 30 * DAY_MS],
];

/** Length of a unit named in either language; null when it is none. A month counts 30 days. */
export function unitMs(unit: string): number | null {
  return UNITS.find(([pattern]) => pattern.test(unit))?.[1] ?? null;
}

export const WEEKDAYS: Readonly<Record<string, number>> = {
  mon: 1,
  tue: 2,
  wed: 3,
  thu: 4,
  fri: 5,
  sat: 6,
  sun: 7,
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  日: 7,
  天: 7,
  末: 6,
};
export const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Start of the day `weekday`, in the week that is `weeks` after this one (Monday first). */
export function weekdayStart(ctx: TimeContext, weekday: number, weeks: number): UnixMs {
  const days = weekday - weekdayOf(ctx.now, ctx.timezone) + weeks * 7;
  return startOfDay(ctx.now, ctx.timezone, days);
}

/** The latest such weekday that has begun; today counts unless `before` today is asked. */
export function latestWeekday(ctx: TimeContext, weekday: number, beforeToday: boolean): UnixMs {
  const back = (weekdayOf(ctx.now, ctx.timezone) - weekday + 7) % 7;
  return startOfDay(ctx.now, ctx.timezone, -(back === 0 && beforeToday ? 7 : back));
}

/** The moment when the clock shows `hour` (0 to 24, may have a fraction) on the day that begins at `day`. */
export function clockOn(day: UnixMs, hour: number, timezone: string): UnixMs {
  const civil = toCivil(day, timezone);
  const minutes = Math.round(hour * 60);
  return fromCivil({ ...civil, hour: Math.floor(minutes / 60), minute: minutes % 60, second: 0 }, timezone);
}

/** From midnight to midnight. */
export function wholeDay(day: UnixMs, timezone: string): Reading {
  return { kind: "range", from: day, to: startOfDay(day, timezone, 1) };
}

/** Midnight of a date; null when there is no such date (`2026-02-30`). */
export function dateStart(year: number, month: number, day: number, timezone: string): UnixMs | null {
  const check = new Date(Date.UTC(year, month - 1, day));
  if (check.getUTCMonth() !== month - 1 || check.getUTCDate() !== day) return null;
  return fromCivil({ year, month, day, hour: 0, minute: 0, second: 0 }, timezone);
}

/** A date without a year: the latest one that has begun. */
export function latestDate(ctx: TimeContext, month: number, day: number): UnixMs | null {
  const { year } = toCivil(ctx.now, ctx.timezone);
  const thisYear = dateStart(year, month, day, ctx.timezone);
  return thisYear !== null && thisYear > ctx.now ? dateStart(year - 1, month, day, ctx.timezone) : thisYear;
}

/** Hour as a number out of what was said; `part` (am, pm, 下午…) settles which half of the day. Null above 24:00. */
export function hourOf(
  hour: string | undefined,
  minute: string | undefined,
  part: string | undefined,
): number | null {
  if (hour === undefined) return null;
  let value = Number(hour);
  if (part !== undefined) {
    const late = /^(pm|p\.m\.?|afternoon|evening|night|下午|傍晚|晚上|晚|今晚|昨晚|夜里)$/.test(part);
    if (late && value < 12) value += 12;
    else if (/^(am|a\.m\.?|凌晨)$/.test(part) && value === 12) value = 0;
    else if (part === "中午" && value < 11) value += 12;
  }
  const minutes = minute === undefined ? 0 : minute === "半" ? 30 : minute === "一刻" ? 15 : Number(minute);
  const result = value + minutes / 60;
  return minutes < 60 && result <= 24 ? result : null;
}

/**
 * From one clock hour to another on `day`; without a day, today, or yesterday when that has not begun yet. An end before
 * its start is on the next day.
 */
export function clockRange(
  ctx: TimeContext,
  day: UnixMs | null,
  fromHour: number,
  toHour: number,
): Reading | null {
  const base = day ?? startOfDay(ctx.now, ctx.timezone);
  const make = (start: UnixMs) => {
    const next = startOfDay(start, ctx.timezone, 1);
    const from = clockOn(start, fromHour, ctx.timezone);
    const to = clockOn(toHour <= fromHour ? next : start, toHour, ctx.timezone);
    return { from, to };
  };
  const range = make(base);
  if (range.from < ctx.now) return { kind: "range", ...range };
  if (day !== null) return { kind: "future" };
  return { kind: "range", ...make(startOfDay(base, ctx.timezone, -1)), movedToPast: true };
}

/** A clock hour on `day`; without a day the latest such hour. */
export function clockInstant(ctx: TimeContext, day: UnixMs | null, hour: number): Reading {
  const at = clockOn(day ?? startOfDay(ctx.now, ctx.timezone), hour, ctx.timezone);
  if (at <= ctx.now) return { kind: "instant", at };
  if (day !== null) return { kind: "future" };
  return { kind: "instant", at: clockOn(startOfDay(ctx.now, ctx.timezone, -1), hour, ctx.timezone) };
}

/** From a clock hour until now. */
export function sinceClock(ctx: TimeContext, day: UnixMs | null, hour: number): Reading {
  const start = clockInstant(ctx, day, hour);
  return start.kind === "instant" ? { kind: "range", from: start.at, to: ctx.now } : start;
}
