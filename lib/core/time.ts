/** Milliseconds since 1970-01-01T00:00:00Z. The unit of time everywhere inside. */
export type UnixMs = number;
/** A span of time in milliseconds. */
export type DurationMs = number;

/** Both ends are in; `from <= to`. */
export interface RangeMs {
  from: UnixMs;
  to: UnixMs;
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
export const WEEK_MS = 604_800_000;
