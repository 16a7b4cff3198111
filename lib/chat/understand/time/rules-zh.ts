import { DAY_MS, HOUR_MS, WEEK_MS } from "@/lib/core/time";
import {
  clockInstant,
  clockOn,
  clockRange,
  dateStart,
  DAY_PARTS,
  hourOf,
  latestDate,
  latestWeekday,
  sinceClock,
  unitMs,
  WEEKDAYS,
  weekdayStart,
  wholeDay,
} from "./calendar";
import { EVENT_WORDS_ZH, readAroundT0, readDuring, readEventShift } from "./events";
import type { Groups, Reading, TimeContext, TimeRule } from "./types";
import { startOfDay, startOfMonth } from "./zone";

const UNIT = "(?:秒钟?|分钟?|小时|钟头|天|日|周|星期|礼拜|月)";
const DUR = `(?<n>\\d+(?:\\.\\d+)?|半|几)? ?个?(?<half>半)?(?<unit>${UNIT}|(?:min|mins|minutes|hours?|h|s|m|d))`;
const WEEKDAY = "(?:周|星期|礼拜)[一二三四五六日天]";
const DATE = "(?:(?:\\d{4}年)?\\d{1,2}月\\d{1,2}[日号]?|\\d{4}-\\d{1,2}-\\d{1,2}|\\d{1,2}[号])";
const DAY = `(?<day>今天|今日|当天|昨天|昨日|大前天|前天|前日|(?:上周|上个周|上星期|上个星期|本周|这周)[一二三四五六日天]|(?:上个?)?${WEEKDAY}|${DATE})`;
const PART = "(?<part>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里)";
const CLOCK = (k: string) =>
  `(?<p${k}>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|今晚|昨晚)?(?<h${k}>\\d{1,2})(?::(?<n${k}>\\d{2})|(?:点钟?|时)(?<m${k}>半|一刻|\\d{1,2}(?=分))?分?)`;
const TO = "(?:到|至|-|~|和|与)";
const SINCE = "(?:以来|之后|以后|至今|到现在|到目前|开始|起|后)";
const WHICH = "(?<which>这次|本次|当前|上次|上一次|上一场|上届|上一届|上个)?";
const EVENT = `${WHICH}的?(?:${EVENT_WORDS_ZH})`;

function durationOf(groups: Groups): number | null {
  const unit = groups.unit === undefined ? null : unitMs(groups.unit);
  if (unit === null || groups.n === "几") return null;
  const whole = groups.n === undefined ? (groups.half ? 0 : 1) : groups.n === "半" ? 0.5 : Number(groups.n);
  const value = (whole + (groups.half ? 0.5 : 0)) * unit;
  return value > 0 ? value : null;
}

function dayOf(text: string | undefined, ctx: TimeContext): number | null {
  if (text === undefined) return null;
  const days = { 今: 0, 当: 0, 昨: -1, 前: -2, 大: -3 }[text[0] ?? ""];
  if (days !== undefined) return startOfDay(ctx.now, ctx.timezone, days);
  const weekday = /^(上|本|这)?个?(?:周|星期|礼拜)([一二三四五六日天])$/.exec(text);
  if (weekday) {
    const number = WEEKDAYS[weekday[2] ?? ""] ?? 1;
    if (weekday[1] === undefined) return latestWeekday(ctx, number, false);
    return weekdayStart(ctx, number, weekday[1] === "上" ? -1 : 0);
  }
  const date = /^(?:(\d{4})[年-])?(\d{1,2})[月-](\d{1,2})[日号]?$/.exec(text);
  if (date)
    return date[1] === undefined
      ? latestDate(ctx, Number(date[2]), Number(date[3]))
      : dateStart(Number(date[1]), Number(date[2]), Number(date[3]), ctx.timezone);
  const ofMonth = /^(\d{1,2})号$/.exec(text);
  if (!ofMonth) return null;
  const start = startOfMonth(ctx.now, ctx.timezone);
  const day = startOfDay(start, ctx.timezone, Number(ofMonth[1]) - 1);
  return day <= ctx.now
    ? day
    : startOfDay(startOfMonth(ctx.now, ctx.timezone, -1), ctx.timezone, Number(ofMonth[1]) - 1);
}

const clock = (g: Groups, k: string, inherit?: string) =>
  hourOf(g[`h${k}`], g[`m${k}`] ?? g[`n${k}`], g[`p${k}`] ?? inherit);

/** `昨晚8点` names the day by its part. */
function dayOfClock(g: Groups, ctx: TimeContext, key: string): number | null {
  if (g[`p${key}`] === "昨晚") return startOfDay(ctx.now, ctx.timezone, -1);
  if (g[`p${key}`] === "今晚") return startOfDay(ctx.now, ctx.timezone);
  return dayOf(g.day, ctx);
}

function readDay(g: Groups, ctx: TimeContext): Reading | null {
  const day = dayOf(g.day, ctx);
  if (day === null) return null;
  return day > ctx.now ? { kind: "future" } : wholeDay(day, ctx.timezone);
}

function readPartOf(ctx: TimeContext, days: number, part: string): Reading | null {
  const hours = DAY_PARTS[part];
  return hours ? clockRange(ctx, startOfDay(ctx.now, ctx.timezone, days), hours[0], hours[1]) : null;
}

const untilNow = (reading: Reading | null, ctx: TimeContext): Reading | null =>
  reading?.kind === "range" ? { ...reading, to: ctx.now } : reading;

function lastDuration(g: Groups, ctx: TimeContext): Reading | null {
  const ms = durationOf(g);
  return ms === null ? null : { kind: "range", from: ctx.now - ms, to: ctx.now };
}

const rule = (pattern: string, read: TimeRule["read"]): TimeRule => ({
  pattern: new RegExp(pattern, "yu"),
  read,
});

/** Chinese time expressions, over normalised text. */
export const RULES_ZH: readonly TimeRule[] = [
  rule(`在?(?:过去|最近|近|前|之前|刚过去)的?这?${DUR}(?:之内|以内|内|里|中|以来)?`, lastDuration),
  rule(`${DUR}(?:之内|以内|内)`, lastDuration),
  rule(`${DUR}(?:以前|之前|前)`, (g, ctx) => {
    const ms = durationOf(g);
    if (ms === null) return null;
    if (g.unit === "天")
      return wholeDay(startOfDay(ctx.now, ctx.timezone, -Math.round(ms / DAY_MS)), ctx.timezone);
    return { kind: "instant", at: ctx.now - ms };
  }),
  rule(`${DUR}(?:以前|之前|前)${SINCE}`, lastDuration),
  rule(`在?${DAY}`, readDay),
  rule(`(?:自从|自|从)?${DAY}${SINCE}`, (g, ctx) => untilNow(readDay(g, ctx), ctx)),
  rule(`${DAY}的?${PART}`, (g, ctx) => {
    const day = dayOf(g.day, ctx);
    const hours = DAY_PARTS[g.part ?? ""];
    return day === null || !hours ? null : clockRange(ctx, day, hours[0], hours[1]);
  }),
  rule("今早|今天早上", (_, ctx) => readPartOf(ctx, 0, "早")),
  rule("今晚", (_, ctx) => readPartOf(ctx, 0, "晚")),
  rule("昨晚|昨夜|昨天夜里", (_, ctx) => ({
    kind: "range",
    from: clockOn(startOfDay(ctx.now, ctx.timezone, -1), 18, ctx.timezone),
    to: clockOn(startOfDay(ctx.now, ctx.timezone), 6, ctx.timezone),
  })),
  rule("本周|这周|这个星期|这星期|本星期", (_, ctx) => ({
    kind: "range",
    from: weekdayStart(ctx, 1, 0),
    to: ctx.now,
  })),
  rule("上周|上星期|上个星期|上礼拜", (_, ctx) => ({
    kind: "range",
    from: weekdayStart(ctx, 1, -1),
    to: weekdayStart(ctx, 1, 0),
  })),
  rule("本月|这个月", (_, ctx) => ({
    kind: "range",
    from: startOfMonth(ctx.now, ctx.timezone),
    to: ctx.now,
  })),
  rule("上个?月", (_, ctx) => ({
    kind: "range",
    from: startOfMonth(ctx.now, ctx.timezone, -1),
    to: startOfMonth(ctx.now, ctx.timezone),
  })),
  rule(`(?:在|从)?(?:${DAY}的?)?${CLOCK("a")}${TO}${CLOCK("b")}(?:之间|期间)?`, (g, ctx) => {
    const from = clock(g, "a");
    const late = clock(g, "b", g.pa);
    const to = late !== null && from !== null && late > from ? late : clock(g, "b");
    const day = dayOfClock(g, ctx, "a");
    if (from === null || to === null || (g.day !== undefined && day === null)) return null;
    return clockRange(ctx, day, from, to);
  }),
  rule(`(?:自从|自|从)?(?:${DAY}的?)?${CLOCK("a")}${SINCE}`, (g, ctx) => {
    const hour = clock(g, "a");
    return hour === null ? null : sinceClock(ctx, dayOfClock(g, ctx, "a"), hour);
  }),
  rule(`在?(?:${DAY}的?)?${CLOCK("a")}(?:左右|的时候)?`, (g, ctx) => {
    const hour = clock(g, "a");
    return hour === null ? null : clockInstant(ctx, dayOfClock(g, ctx, "a"), hour);
  }),
  rule("现在|当前|目前|此刻|眼下|实时|这会儿", () => ({ kind: "now" })),
  rule("明天|后天|下周|下个?月|未来|接下来|将来", () => ({ kind: "future" })),
  rule(`在?${EVENT}(?:期间|当中|中|时|的时候|过程中|期|当天)`, (g, ctx) =>
    readDuring(ctx, g.which, "during"),
  ),
  rule(`在?${WHICH}(?:的?(?:${EVENT_WORDS_ZH}))?的?预热(?:期|阶段)`, (g, ctx) =>
    readDuring(ctx, g.which, "pre"),
  ),
  rule(`(?:${EVENT}|t0)(?:开始)?(?:之前|以前|前)的?(?:${DUR})?`, (g, ctx) =>
    readAroundT0(ctx, g.which, "before", g.unit === undefined ? null : durationOf(g)),
  ),
  rule(`(?:${EVENT}|t0)(?:开始)?(?:之后|以后|后|以来)的?(?:前)?(?:${DUR})?`, (g, ctx) =>
    readAroundT0(ctx, g.which, "after", g.unit === undefined ? null : durationOf(g)),
  ),
  rule(`(?:${EVENT})的?(?:前|头)(?:${DUR})`, (g, ctx) => readAroundT0(ctx, g.which, "after", durationOf(g))),
  rule(`(?:上次|上一次|上一场|上届|上一届|上个)的?(?:${EVENT_WORDS_ZH})`, (_, ctx) => readEventShift(ctx)),
  rule("(?:昨天|昨日)的?(?:同一时间|同一时段|同一时刻|同期|同时段|这个时候|此时)|日同比", () => ({
    kind: "shift",
    shiftMs: DAY_MS,
  })),
  // Same hours a week ago: load has a weekly rhythm, and the store keeps weeks, not years.
  rule("(?:上周|上星期)的?(?:同一时间|同一时段|同一天|同期|同时段)|周同比|同比", () => ({
    kind: "shift",
    shiftMs: WEEK_MS,
  })),
  rule("小时环比", () => ({ kind: "shift", shiftMs: HOUR_MS })),
  rule(`在?${DAY}的?(?:高峰期?|峰值|最高峰)(?:时段?|时刻|期间|的时候|时)`, (g, ctx) => {
    const day = readDay(g, ctx);
    return day?.kind === "range" ? { ...day, peak: true } : day;
  }),
  rule("在?(?:高峰期?|峰值|最高峰)(?:时段?|时刻|期间|的时候)?(?=的|时|期|刻|mysql|redis|clb)", (_, ctx) => {
    const during = readDuring(ctx, undefined, "during");
    if (during.kind === "range") return { ...during, peak: true };
    return during.kind === "future" ? { kind: "no_event" } : during;
  }),
];
