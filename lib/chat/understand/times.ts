import { DAY_MS, HOUR_MS, WEEK_MS } from "@/lib/core/time";
import type { TimeRange } from "../plan";
import { currentEvent } from "./time/events";
import { toRange } from "./time/parse";
import type { TimeContext, TimeSpan } from "./time/types";
import { startOfDay } from "./time/zone";

export interface ReadTimes {
  range: TimeRange | null;
  compare: { shiftMs: number; text: string; event?: string | undefined } | null;
  /** A time ahead was asked for. */
  future: boolean;
  /** An event was named that is not there. */
  noEvent: boolean;
}

/** Range that is taken when the question has none but needs one. Our choice: an hour shows a trend and is still "now". */
export function assumedRange(ctx: TimeContext, lengthMs = HOUR_MS): TimeRange {
  return range(ctx.now - lengthMs, ctx.now);
}

const range = (from: number, to: number): TimeRange => ({
  from,
  to,
  text: "",
  instant: false,
  peak: false,
  notes: ["assumed"],
});

export function assumedToday(ctx: TimeContext): TimeRange {
  return range(startOfDay(ctx.now, ctx.timezone), ctx.now);
}

/** A preposition of comparison that the time grammar took with the event: `against last Double 11`. */
const COMPARING = /^(to|with|against|versus|vs|than) /;

const isDayLong = (r: TimeRange) => r.to - r.from >= DAY_MS - HOUR_MS;

/**
 * Deals the time expressions out: which one is the range, which one the base to compare with.
 *
 * @param comparing a word of comparison was said; without one only `same time yesterday` and its like compare.
 */
export function dealTimes(
  spans: readonly TimeSpan[],
  ctx: TimeContext,
  comparing: boolean,
  previousPeriod: boolean,
): ReadTimes {
  const result: ReadTimes = {
    range: null,
    compare: null,
    future: spans.some((s) => s.reading.kind === "future"),
    noEvent: spans.some((s) => s.reading.kind === "no_event"),
  };
  const shift = spans.find((s) => s.reading.kind === "shift");
  const compares = comparing || spans.some((s) => COMPARING.test(s.text));
  const eventShift = spans.find((s) => s.reading.kind === "event_shift");
  const ranges = spans
    .filter((s) => s !== eventShift)
    .map((s) => toRange(s, ctx))
    .filter((r) => r !== null);
  const [first, second] = ranges;
  result.range = first ?? null;

  if (shift?.reading.kind === "shift") {
    result.compare = { shiftMs: shift.reading.shiftMs, text: shift.text };
  } else if (eventShift?.reading.kind === "event_shift") {
    if (!compares && !first) result.range = toRange(eventShift, ctx);
    else {
      const { from, to } = eventShift.reading;
      result.range ??= { ...range(to.t0, Math.min(ctx.now, to.endAt)), notes: ["assumed"] };
      result.compare = { shiftMs: to.t0 - from.t0, text: eventShift.text, event: from.slug };
    }
  } else if (first && second && (compares || second.from < first.from)) {
    const [main, base] = first.from >= second.from ? [first, second] : [second, first];
    if (main.from > base.from) {
      result.range = main;
      result.compare = { shiftMs: main.from - base.from, text: base.text };
    }
  } else if (compares && first && !previousPeriod) dealSingle(result, first, ctx);
  if (previousPeriod && !result.compare) {
    result.range ??= assumedRange(ctx);
    const length = result.range.to - result.range.from;
    if (length > 0) result.compare = { shiftMs: length, text: "" };
  }
  return result;
}

/** One range and a word of comparison: a range in the past is the base, one that reaches now is the subject. */
function dealSingle(result: ReadTimes, only: TimeRange, ctx: TimeContext): void {
  if (only.to >= ctx.now) return;
  const event = ctx.events.find((e) => e.t0 === only.from);
  const current = currentEvent(ctx);
  if (event && current && current.t0 > event.t0) {
    result.range = range(current.t0, Math.min(ctx.now, current.endAt));
    result.compare = { shiftMs: current.t0 - event.t0, text: only.text, event: event.slug };
    return;
  }
  result.range = isDayLong(only) ? assumedToday(ctx) : assumedRange(ctx);
  const today = startOfDay(ctx.now, ctx.timezone);
  // A calendar week is compared by the same weekday; a day by its own date.
  const shiftMs = only.to - only.from > 2 * DAY_MS ? WEEK_MS : today - startOfDay(only.from, ctx.timezone);
  if (shiftMs > 0) result.compare = { shiftMs, text: only.text };
  else result.range = only;
}
