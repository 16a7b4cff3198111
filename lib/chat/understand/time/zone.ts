import type { UnixMs } from "@/lib/core/time";
import { DAY_MS } from "@/lib/core/time";

/** A moment as a wall clock shows it; `month` is 1 to 12. */
export interface Civil {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    era: "short",
  });
  formats.set(timezone, made);
  return made;
}

/** What the wall clock of `timezone` shows at `at`. @throws RangeError on an unknown zone. */
export function toCivil(at: UnixMs, timezone: string): Civil {
  const found: Record<string, number> = {};
  for (const part of formatOf(timezone).formatToParts(at)) found[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found;
  return { year, month, day, hour, minute, second };
}

const asIfUtc = (c: Civil): UnixMs => Date.UTC(c.year, c.month - 1, c.day, c.hour, c.minute, c.second);

/**
 * The moment at which the wall clock of `timezone` shows `civil`. Fields may overflow (`day: 32`), as in `Date.UTC`.
 * Where clocks are set back the hour exists twice: the first is taken. Where they are set forward it does not exist: the
 * moment after the jump is taken, as RFC 5545 section 3.3.5 and Temporal's "compatible" do.
 */
export function fromCivil(civil: Civil, timezone: string): UnixMs {
  const wanted = asIfUtc(civil);
  const offsetAt = (at: UnixMs) => asIfUtc(toCivil(at, timezone)) - Math.floor(at / 1000) * 1000;
  // No zone jumps twice within two days, so the offsets on either side are the only candidates.
  const before = wanted - offsetAt(wanted - DAY_MS);
  const after = wanted - offsetAt(wanted + DAY_MS);
  const valid = [before, after].filter((at) => asIfUtc(toCivil(at, timezone)) === wanted);
  return valid.length > 0 ? Math.min(...valid) : before;
}

const MIDNIGHT = { hour: 0, minute: 0, second: 0 };

/** Start of the calendar day that is `days` after the one of `at`. */
export function startOfDay(at: UnixMs, timezone: string, days = 0): UnixMs {
  const civil = toCivil(at, timezone);
  return fromCivil({ ...civil, ...MIDNIGHT, day: civil.day + days }, timezone);
}

/** 1 = Monday … 7 = Sunday (ISO 8601). */
export function weekdayOf(at: UnixMs, timezone: string): number {
  return new Date(asIfUtc(toCivil(at, timezone))).getUTCDay() || 7;
}

/** Start of the calendar month that is `months` after the one of `at`. */
export function startOfMonth(at: UnixMs, timezone: string, months = 0): UnixMs {
  const { year, month } = toCivil(at, timezone);
  return fromCivil({ year, month: month + months, day: 1, ...MIDNIGHT }, timezone);
}
