import type { UnixMs } from "@/lib/core/time";

/** What the time grammar needs to know of an event. Times are Unix ms. */
export interface EventTimes {
  slug: string;
  title: string;
  titleZh: string;
  preAt: UnixMs;
  t0: UnixMs;
  endAt: UnixMs;
  postEndAt: UnixMs;
}

export interface TimeContext {
  now: UnixMs;
  /** IANA name. */
  timezone: string;
  /** Any order. */
  events: readonly EventTimes[];
}

/** Meaning of one time expression. `event`: the event it was read from. */
export type Reading =
  | { kind: "range"; from: UnixMs; to: UnixMs; event?: EventTimes; movedToPast?: boolean; peak?: boolean }
  | { kind: "instant"; at: UnixMs }
  | { kind: "now" }
  /** `same time yesterday`, `同比`: only says how far back to compare. */
  | { kind: "shift"; shiftMs: number }
  /** The event before the current one, aligned on T0. */
  | { kind: "event_shift"; from: EventTimes; to: EventTimes }
  | { kind: "future" }
  /** An event was named, and there is none that fits. */
  | { kind: "no_event" };

export type Groups = Record<string, string | undefined>;

/** A pattern at the place where the reader stands, and what it means; null: it does not fit after all. */
export interface TimeRule {
  pattern: RegExp;
  read: (groups: Groups, ctx: TimeContext) => Reading | null;
}

/** A time expression found in a text: `text.slice(start, end)`. */
export interface TimeSpan {
  start: number;
  end: number;
  text: string;
  reading: Reading;
}
