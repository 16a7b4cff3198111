import { DAY_MS, HOUR_MS, MINUTE_MS, type RangeMs, SECOND_MS, type UnixMs, WEEK_MS } from "./time";

/** A range as it stands in an address: `now`, `now-6h` or Unix ms. */
export interface RangeText {
  from: string;
  to: string;
}

const UNIT_MS: Record<string, number> = {
  s: SECOND_MS,
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: WEEK_MS,
};

/**
 * Moment that a text such as `now-6h`, `now+30m` or `1763600000000` names.
 *
 * @returns null when the text is none of these.
 */
export function parseInstant(text: string, now: UnixMs): UnixMs | null {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const match = /^now(?:([+-])(\d{1,6})([smhdw]))?$/.exec(text);
  if (!match) return null;
  const [, sign, count, unit] = match;
  if (!sign || !count || !unit) return now;
  return now + (sign === "-" ? -1 : 1) * Number(count) * (UNIT_MS[unit] ?? 0);
}

/** Span of a text in Unix ms, or null when an end cannot be read or the span is empty or reversed. */
export function resolveRange(range: RangeText, now: UnixMs): RangeMs | null {
  const from = parseInstant(range.from, now);
  const to = parseInstant(range.to, now);
  if (from === null || to === null || from >= to) return null;
  return { from, to };
}

/** A range whose end is now moves on with the clock. */
export function isLiveRange(range: RangeText): boolean {
  return range.to === "now";
}

/** `now-…` text for a width, in the largest unit that divides it: 21,600,000 is `now-6h`. */
export function relativeFrom(widthMs: number): string {
  const seconds = Math.max(1, Math.round(widthMs / SECOND_MS));
  for (const unit of ["w", "d", "h", "m"] as const) {
    const size = (UNIT_MS[unit] ?? SECOND_MS) / SECOND_MS;
    if (seconds % size === 0) return `now-${seconds / size}${unit}`;
  }
  return `now-${seconds}s`;
}
