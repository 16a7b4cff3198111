import type { EventTimes, Reading, TimeContext } from "./types";

/** The event that people mean by "the promotion": the one that runs, else the latest that has run. */
export function currentEvent(ctx: TimeContext): EventTimes | undefined {
  const running = ctx.events.filter((e) => e.t0 <= ctx.now && ctx.now < e.endAt);
  const begun = ctx.events.filter((e) => e.t0 <= ctx.now);
  return latest(running.length > 0 ? running : begun);
}

/** The event before the current one. */
export function previousEvent(ctx: TimeContext): EventTimes | undefined {
  const current = currentEvent(ctx);
  // While nothing runs, "the last promotion" is the latest that ended.
  if (current && current.endAt <= ctx.now) return current;
  return current && latest(ctx.events.filter((e) => e.t0 < current.t0));
}

/** The earlier event to hold `event` against. */
export function eventBefore(ctx: TimeContext, event: EventTimes): EventTimes | undefined {
  return latest(ctx.events.filter((e) => e.t0 < event.t0));
}

function latest(events: readonly EventTimes[]): EventTimes | undefined {
  return [...events].sort((a, b) => b.t0 - a.t0)[0];
}

export const EVENT_WORDS_EN =
  "promotions?|promo|sales?|shopping festival|campaign|event|big day|double 11|11\\.11|double eleven|singles day";
export const EVENT_WORDS_ZH = "大促|促销|活动|双11|购物节";

const named = (ctx: TimeContext, which: string | undefined): EventTimes | undefined =>
  which !== undefined && /last|previous|prior|上/.test(which) ? previousEvent(ctx) : currentEvent(ctx);

/** The whole of an event, or one of its phases. */
export function readDuring(
  ctx: TimeContext,
  which: string | undefined,
  phase: "pre" | "during" | "post" | "all",
): Reading {
  const event = named(ctx, which);
  if (!event) return { kind: "no_event" };
  const bounds = {
    pre: [event.preAt, event.t0],
    during: [event.t0, event.endAt],
    post: [event.endAt, event.postEndAt],
    all: [event.preAt, event.postEndAt],
  }[phase] as [number, number];
  return bounds[0] >= ctx.now ? { kind: "future" } : { kind: "range", from: bounds[0], to: bounds[1], event };
}

/** `ms` before or after T0; without a length, all that lies on that side of it. */
export function readAroundT0(
  ctx: TimeContext,
  which: string | undefined,
  side: "before" | "after",
  ms: number | null,
): Reading {
  const event = named(ctx, which);
  if (!event) return { kind: "no_event" };
  const [from, to] =
    side === "before"
      ? [ms === null ? event.preAt : event.t0 - ms, event.t0]
      : [event.t0, ms === null ? Math.min(ctx.now, event.endAt) : event.t0 + ms];
  return from >= ctx.now ? { kind: "future" } : { kind: "range", from, to, event };
}

/** Compare with the event before, T0 upon T0. */
export function readEventShift(ctx: TimeContext): Reading {
  const to = currentEvent(ctx);
  const from = to && eventBefore(ctx, to);
  return from && to ? { kind: "event_shift", from, to } : { kind: "no_event" };
}
