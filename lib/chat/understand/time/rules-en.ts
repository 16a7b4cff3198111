import { DAY_MS, WEEK_MS } from "@/lib/core/time";
import { NUMBER_WORDS, readNumber } from "../numerals";
import {
  clockInstant,
  clockOn,
  clockRange,
  dateStart,
  DAY_PARTS,
  hourOf,
  latestDate,
  latestWeekday,
  MONTHS,
  sinceClock,
  unitMs,
  WEEKDAYS,
  weekdayStart,
  wholeDay,
} from "./calendar";
import { EVENT_WORDS_EN, readAroundT0, readDuring, readEventShift } from "./events";
import type { Groups, Reading, TimeContext, TimeRule } from "./types";
import { startOfDay, startOfMonth } from "./zone";

const UNIT = "(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|[smhdw])";
const DUR = `(?<n>\\d+(?:\\.\\d+)?|${NUMBER_WORDS})[ -]?(?:an? )?(?<unit>${UNIT})`;
const WEEKDAY =
  "mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs?|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?";
const MONTH = `${MONTHS.join("|")}|january|february|march|april|june|july|august|sept(?:ember)?|october|november|december`;
const DATE_ISO = "\\d{4}-\\d{1,2}-\\d{1,2}";
const DAY = `(?<day>today|yesterday|the day before yesterday|(?:last |this |on )?(?:${WEEKDAY})|(?:on )?${DATE_ISO}|(?:on )?(?:${MONTH}) \\d{1,2}(?:st|nd|rd|th)?(?: \\d{4})?|(?:on )?(?:the )?\\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${MONTH})(?: \\d{4})?|\\d+ days ago)`;
const PART = "(?<part>morning|noon|afternoon|evening|night)";
const AMPM = "am|pm|a\\.m\\.?|p\\.m\\.?";
/** A clock time that cannot be another number: it has a colon or am/pm. */
const CLOCK = (k: string) =>
  `(?<h${k}>\\d{1,2})(?:(?::|\\.)(?<m${k}>\\d{2})(?::\\d{2})? ?(?<p${k}>${AMPM})?| ?(?<q${k}>${AMPM}))`;
/** A bare hour will do where the frame says that a time must follow. */
const HOUR = (k: string) =>
  `(?<h${k}>\\d{1,2})(?::(?<m${k}>\\d{2})(?::\\d{2})?)?(?: ?(?<p${k}>${AMPM}))?(?: o'clock)?`;
const WHICH = "(?<which>(?:the |this |our )?(?:last |previous |prior |current |ongoing |running )?)";
const EVENT = `${WHICH}(?:${EVENT_WORDS_EN})`;

function durationOf(groups: Groups): number | null {
  const n = groups.n === undefined ? 1 : readNumber(groups.n);
  const unit = groups.unit === undefined ? null : unitMs(groups.unit);
  return n === null || unit === null || n <= 0 ? null : n * unit;
}

function dayOf(text: string | undefined, ctx: TimeContext): number | null {
  if (text === undefined) return null;
  const said = text.replace(/^on /, "").replace(/^the (?=\d)/, "");
  if (said === "today") return startOfDay(ctx.now, ctx.timezone);
  if (said === "yesterday") return startOfDay(ctx.now, ctx.timezone, -1);
  if (said === "the day before yesterday") return startOfDay(ctx.now, ctx.timezone, -2);
  const ago = /^(\d+) days ago$/.exec(said);
  if (ago) return startOfDay(ctx.now, ctx.timezone, -Number(ago[1]));
  const weekday = /^(last |this )?(mon|tue|wed|thu|fri|sat|sun)/.exec(said);
  if (weekday) {
    const number = WEEKDAYS[weekday[2] ?? ""] ?? 1;
    return weekday[1] === "this "
      ? weekdayStart(ctx, number, 0)
      : latestWeekday(ctx, number, weekday[1] === "last ");
  }
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(said);
  if (iso) return dateStart(Number(iso[1]), Number(iso[2]), Number(iso[3]), ctx.timezone);
  const month = MONTHS.findIndex((m) => said.includes(m)) + 1;
  const [day = "1", year] = said.match(/\d+/g) ?? [];
  if (month === 0) return null;
  return year === undefined
    ? latestDate(ctx, month, Number(day))
    : dateStart(Number(year), month, Number(day), ctx.timezone);
}

const clock = (groups: Groups, key: string, inherit?: string) =>
  hourOf(groups[`h${key}`], groups[`m${key}`], groups[`p${key}`] ?? groups[`q${key}`] ?? inherit);

function readDay(groups: Groups, ctx: TimeContext): Reading | null {
  const day = dayOf(groups.day, ctx);
  if (day === null) return null;
  return day > ctx.now ? { kind: "future" } : wholeDay(day, ctx.timezone);
}

function readClockRange(groups: Groups, ctx: TimeContext): Reading | null {
  const late = groups.pb ?? groups.qb;
  const to = clock(groups, "b");
  // "9 to 10am" means 9am; "11 to 1pm" means 11am.
  const inherited = clock(groups, "a", late);
  const plain = clock(groups, "a");
  const from = inherited !== null && to !== null && inherited < to ? inherited : plain;
  const said = groups.day ?? groups.day2;
  const day = dayOf(said, ctx);
  if (from === null || to === null || (said !== undefined && day === null)) return null;
  return clockRange(ctx, day, from, to);
}

const last = (reading: Reading | null, ctx: TimeContext): Reading | null =>
  reading?.kind === "range" ? { ...reading, to: ctx.now } : reading;

const sides = (word: string | undefined) => (word === "before" ? "before" : "after");
const DAY2 = DAY.replace("<day>", "<day2>");
const rule = (pattern: string, read: TimeRule["read"]): TimeRule => ({
  pattern: new RegExp(pattern, "y"),
  read,
});

/** English time expressions, over normalised text. */
export const RULES_EN: readonly TimeRule[] = [
  rule(
    `(?:in |over |during |for |within |from )?(?:the )?(?:last|past|previous|recent|trailing) ${DUR}`,
    (g, ctx) => {
      const ms = durationOf(g);
      return ms === null ? null : { kind: "range", from: ctx.now - ms, to: ctx.now };
    },
  ),
  rule(`(?:in |over |during |for |within )?(?:the )?(?:last|past) (?<unit>minute|hour|day)`, (g, ctx) => {
    const ms = durationOf(g);
    return ms === null ? null : { kind: "range", from: ctx.now - ms, to: ctx.now };
  }),
  rule(`(?:in |over |during |for |within )?(?:the )?past (?<unit>week|month)`, (g, ctx) => {
    const ms = durationOf(g);
    return ms === null ? null : { kind: "range", from: ctx.now - ms, to: ctx.now };
  }),
  rule(`(?:within |in |for )${DUR}`, (g, ctx) => {
    const ms = durationOf(g);
    return ms === null ? null : { kind: "range", from: ctx.now - ms, to: ctx.now };
  }),
  rule(`(?:since )${DUR} ago`, (g, ctx) => {
    const ms = durationOf(g);
    return ms === null ? null : { kind: "range", from: ctx.now - ms, to: ctx.now };
  }),
  rule(`${DUR} ago`, (g, ctx) => {
    const ms = durationOf(g);
    return ms === null ? null : { kind: "instant", at: ctx.now - ms };
  }),
  rule(`(?:for |on |over |during )?${DAY}`, readDay),
  rule(`(?:since |from )${DAY}(?: (?:until|till|to) now| onwards?)?`, (g, ctx) => last(readDay(g, ctx), ctx)),
  rule(`${DAY} so far`, readDay),
  rule(`(?:in the |during the )?(?:the )?(?:this|today) ${PART}`, (g, ctx) => readPart(g, ctx, 0)),
  rule("tonight", (_, ctx) => readPart({ part: "night" }, ctx, 0)),
  rule("(?:during )?last night", (_, ctx) => {
    const day = startOfDay(ctx.now, ctx.timezone, -1);
    return {
      kind: "range",
      from: clockOn(day, 18, ctx.timezone),
      to: clockOn(startOfDay(ctx.now, ctx.timezone), 6, ctx.timezone),
    };
  }),
  rule(`${DAY} ${PART}`, (g, ctx) => {
    const day = dayOf(g.day, ctx);
    const part = DAY_PARTS[g.part ?? ""];
    return day === null || !part ? null : clockRange(ctx, day, part[0], part[1]);
  }),
  rule("(?:so far )?(?:this week)(?: so far)?", (_, ctx) => ({
    kind: "range",
    from: weekdayStart(ctx, 1, 0),
    to: ctx.now,
  })),
  rule("(?:during |in )?last week", (_, ctx) => ({
    kind: "range",
    from: weekdayStart(ctx, 1, -1),
    to: weekdayStart(ctx, 1, 0),
  })),
  rule("this month", (_, ctx) => ({ kind: "range", from: startOfMonth(ctx.now, ctx.timezone), to: ctx.now })),
  rule("last month", (_, ctx) => ({
    kind: "range",
    from: startOfMonth(ctx.now, ctx.timezone, -1),
    to: startOfMonth(ctx.now, ctx.timezone),
  })),
  rule(
    `(?:between|from) ${HOUR("a")}(?: (?:and|to|until|till) | ?- ?)${HOUR("b")}(?: ${DAY})?`,
    readClockRange,
  ),
  rule(`${DAY} (?:between |from )?${HOUR("a")}(?: (?:and|to|until|till) | ?- ?)${HOUR("b")}`, readClockRange),
  rule(`${CLOCK("a")}(?: to | ?- ?| until | till )${CLOCK("b")}(?: ${DAY})?`, readClockRange),
  rule(
    `(?:between|from) ${DAY}(?: at)? ${CLOCK("a")} (?:and|to|until|till) ${DAY2}(?: at)? ${CLOCK("b")}`,
    (g, ctx) => {
      const [from, to] = [dayOf(g.day, ctx), dayOf(g.day2, ctx)];
      const [a, b] = [clock(g, "a"), clock(g, "b")];
      if (from === null || to === null || a === null || b === null) return null;
      const range = { from: clockOn(from, a, ctx.timezone), to: clockOn(to, b, ctx.timezone) };
      return range.from < range.to ? { kind: "range", ...range } : null;
    },
  ),
  rule(`(?:between|from) ${DAY} (?:and|to|until|till) ${DAY2}`, (g, ctx) => {
    const [from, to] = [dayOf(g.day, ctx), dayOf(g.day2, ctx)];
    if (from === null || to === null || from > to) return null;
    return { kind: "range", from, to: startOfDay(to, ctx.timezone, 1) };
  }),
  rule(`(?:since|after|from) ${HOUR("a")}(?: ${DAY})?(?: (?:until|till|to) now| onwards?)?`, (g, ctx) => {
    const hour = clock(g, "a");
    return hour === null ? null : sinceClock(ctx, dayOf(g.day, ctx), hour);
  }),
  rule(`(?:since |after )${DAY}(?: at)? ${CLOCK("a")}`, (g, ctx) => {
    const hour = clock(g, "a");
    return hour === null ? null : sinceClock(ctx, dayOf(g.day, ctx), hour);
  }),
  rule(`(?:since |from )(?:this |today )${PART}`, (g, ctx) => last(readPart(g, ctx, 0), ctx)),
  rule("(?:since )midnight", (_, ctx) => ({
    kind: "range",
    from: startOfDay(ctx.now, ctx.timezone),
    to: ctx.now,
  })),
  rule(`(?:before|until|till) ${CLOCK("a")}(?: ${DAY})?`, (g, ctx) => {
    const hour = clock(g, "a");
    return hour === null ? null : clockRange(ctx, dayOf(g.day, ctx), 0, hour);
  }),
  rule(`(?:at |around )?${CLOCK("a")}(?: ${DAY})?`, (g, ctx) => {
    const hour = clock(g, "a");
    return hour === null ? null : clockInstant(ctx, dayOf(g.day, ctx), hour);
  }),
  rule(`(?:at |around )${HOUR("a")} ${DAY}`, (g, ctx) => {
    const hour = clock(g, "a");
    return hour === null ? null : clockInstant(ctx, dayOf(g.day, ctx), hour);
  }),
  rule(`(?:on |at )?${DAY} ${CLOCK("a")}`, (g, ctx) => {
    const hour = clock(g, "a");
    return hour === null ? null : clockInstant(ctx, dayOf(g.day, ctx), hour);
  }),
  rule(`${DAY} (?:at|around) ${HOUR("a")}`, (g, ctx) => {
    const hour = clock(g, "a");
    return hour === null ? null : clockInstant(ctx, dayOf(g.day, ctx), hour);
  }),
  rule("(?:right now|now|currently|at the moment|at present|current|presently|as of now)", () => ({
    kind: "now",
  })),
  rule(
    "(?:tomorrow|next (?:week|month|hour|day|\\d+ \\w+)|in the (?:future|coming \\w+)|(?:later )?tonight at \\d+)",
    () => ({ kind: "future" }),
  ),
  rule("(?:at |as )?(?:the )?same (?:time|period|hours?) (?<d>yesterday|last week)", (g) => ({
    kind: "shift",
    shiftMs: g.d === "yesterday" ? DAY_MS : WEEK_MS,
  })),
  rule("(?:a |one )?(?<d>day|week) (?:earlier|before)", (g) => ({
    kind: "shift",
    shiftMs: g.d === "day" ? DAY_MS : WEEK_MS,
  })),
  rule(`(?:in |during |over |for |throughout )${EVENT}`, (g, ctx) => readDuring(ctx, g.which, "during")),
  rule(`(?:in |during )?${WHICH}(?<phase>pre|during|post)[- ](?:event |promotion )?phase`, (g, ctx) =>
    readDuring(ctx, g.which, g.phase as "pre" | "during" | "post"),
  ),
  rule(
    `(?:in )?(?:the )?${DUR} (?<side>before|after) (?:t0|${EVENT}(?: (?:started|starts|began|start))?)`,
    (g, ctx) => readAroundT0(ctx, g.which, sides(g.side), durationOf(g)),
  ),
  rule(
    `(?:in |during )?(?:the )?first ${DUR}(?: (?:after t0|(?:of|in|after) ${EVENT}(?: started| began)?))`,
    (g, ctx) => readAroundT0(ctx, g.which, "after", durationOf(g)),
  ),
  rule(
    `(?:in |during )?the (?<unit>minute|hour|day|week) (?<side>before|after) (?:t0|${EVENT}(?: (?:started|starts|began|start))?)`,
    (g, ctx) => readAroundT0(ctx, g.which, sides(g.side), durationOf(g)),
  ),
  rule(
    `(?:at )?(?:the )?peak (?:of |on )?(?<day>today|yesterday)|(?<day2>today|yesterday) (?:at |during )?peak`,
    (g, ctx) => {
      const day = dayOf(g.day ?? g.day2, ctx);
      const whole = day === null ? null : wholeDay(day, ctx.timezone);
      return whole?.kind === "range" ? { ...whole, peak: true } : null;
    },
  ),
  rule(`(?<side>before|after|since) (?:t0|${EVENT}(?: (?:started|starts|began|start))?)`, (g, ctx) =>
    readAroundT0(ctx, g.which, sides(g.side), null),
  ),
  rule(`t0? ?(?<sign>[+-]) ?(?<n>\\d+(?:\\.\\d+)?) ?(?<unit>${UNIT})`, (g, ctx) =>
    readAroundT0(ctx, undefined, g.sign === "-" ? "before" : "after", durationOf(g)),
  ),
  rule(
    `(?:to |with |against |versus |vs |than )?(?:the )?(?:last|previous|prior) (?:${EVENT_WORDS_EN})`,
    (_, ctx) => readEventShift(ctx),
  ),
  rule("(?:at |during |in )(?:the )?(?:peak|busiest)(?: (?:time|hours?|moment|load|minute))?", (_, ctx) => {
    const during = readDuring(ctx, undefined, "during");
    if (during.kind === "range") return { ...during, peak: true };
    return during.kind === "future" ? { kind: "no_event" } : during;
  }),
];

function readPart(groups: Groups, ctx: TimeContext, days: number): Reading | null {
  const part = DAY_PARTS[groups.part ?? ""];
  return part ? clockRange(ctx, startOfDay(ctx.now, ctx.timezone, days), part[0], part[1]) : null;
}
