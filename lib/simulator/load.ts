import { MINUTE_MS, type UnixMs } from "@/lib/core/time";
import { dayOfWeek, hourOfDay } from "./clock";

/** What the simulator plays of an infrastructure event. Times are Unix ms, `t0 < endAt`. */
export interface Promotion {
  t0: UnixMs;
  endAt: UnixMs;
  /** Traffic at its peak as a multiple of an ordinary day's peak. */
  peakRatio: number;
}

/**
 * Traffic by hour as a share of the day's peak. Our choice, after the usual shape of consumer shops in China: a low at
 * four, a first top at noon, the peak at nine in the evening.
 */
const HOURLY = [
  0.46, 0.3, 0.2, 0.15, 0.13, 0.15, 0.22, 0.34, 0.47, 0.6, 0.68, 0.73, 0.77, 0.74, 0.68, 0.66, 0.67, 0.69,
  0.74, 0.84, 0.95, 1, 0.93, 0.7,
] as const;

/** Monday to Sunday, as a multiple of the average day. Our choice: people shop at weekends. */
const WEEKLY = [0.94, 0.93, 0.94, 0.96, 1.02, 1.12, 1.09] as const;

/** Ordinary traffic at `t`: 1 is the peak hour of an average day. */
export function ordinaryLoad(t: UnixMs): number {
  const hour = hourOfDay(t);
  const from = Math.floor(hour);
  const a = HOURLY[from % 24] ?? 0;
  const b = HOURLY[(from + 1) % 24] ?? 0;
  const smooth = (1 - Math.cos(Math.PI * (hour - from))) / 2;
  // Days blend into each other in the two hours around midnight, so that no step is seen.
  const today = dayOfWeek(t);
  const nearDay = hour < 12 ? (today + 6) % 7 : (today + 1) % 7;
  const toMidnight = hour < 12 ? hour : 24 - hour;
  const blend = toMidnight < 1 ? (1 - toMidnight) / 2 : 0;
  const week = (WEEKLY[today] ?? 1) * (1 - blend) + (WEEKLY[nearDay] ?? 1) * blend;
  return (a + (b - a) * smooth) * week;
}

/** Shoppers gather from this long before T0. */
const GATHER_MS = 45 * MINUTE_MS;
/** The rush itself: from a quarter to the whole in the last minute before T0. */
const RUSH_MS = MINUTE_MS;
/** The top is held while the first offers last. */
const TOP_MS = 6 * MINUTE_MS;
const DECAY_MS = 40 * MINUTE_MS;
const AFTERGLOW_MS = 25 * MINUTE_MS;
/** What stays of the spike until the end, as a share of it. */
const PLATEAU = 0.35;

/**
 * Shape of a promotion, 0 to 1. Our choice, after the published curves of flash sales: people gather, rush in at T0, thin
 * out to a plateau, and leave when it ends.
 */
export function promotionShape(t: UnixMs, { t0, endAt }: Promotion): number {
  if (t < t0 - GATHER_MS) return 0;
  if (t < t0 - RUSH_MS) return 0.25 * ((t - t0 + GATHER_MS) / (GATHER_MS - RUSH_MS)) ** 2;
  if (t < t0) return 0.25 + 0.75 * ((t - t0 + RUSH_MS) / RUSH_MS);
  const during = (at: UnixMs) =>
    at < t0 + TOP_MS ? 1 : PLATEAU + (1 - PLATEAU) * Math.exp(-(at - t0 - TOP_MS) / DECAY_MS);
  if (t <= endAt) return during(t);
  const left = during(endAt) * Math.exp(-(t - endAt) / AFTERGLOW_MS);
  return left < 0.001 ? 0 : left;
}

/**
 * Traffic at `t` as a multiple of an ordinary day's peak. A promotion lifts whatever the hour would bring up to its own
 * height, so that T0 meets `peakRatio` at any time of day; of two at once the higher counts.
 */
export function loadRatio(t: UnixMs, promotions: readonly Promotion[]): number {
  const ordinary = ordinaryLoad(t);
  let load = ordinary;
  for (const promotion of promotions) {
    const shape = promotionShape(t, promotion);
    if (shape > 0) load = Math.max(load, ordinary + shape * (promotion.peakRatio - ordinary));
  }
  return load;
}

/**
 * Orders and quotes of a securities exchange by minutes since its opening at 9:30, as a multiple of an ordinary session's
 * peak. Our choice, after the U shape of intraday volume (Jain and Joh 1988): a rush at the open, a calm noon, a second rush into
 * the closing auction at 14:57.
 */
const SESSION = [
  [0, 1],
  [5, 0.95],
  [30, 0.66],
  [60, 0.5],
  [120, 0.42],
  [210, 0.5],
  [225, 0.42],
  [270, 0.44],
  [310, 0.62],
  [327, 1],
  [330, 0.9],
] as const;
/** Clients look at their positions in the evening, at noon and at weekends. */
const CLOSED = 0.06;
const NOON = 0.3;
/** Minutes over which clients come before the open and leave after the close. */
const RAMP_MINUTES = 12;

function sessionLoad(minute: number): number {
  for (let i = 1; i < SESSION.length; i++) {
    const [to, after] = SESSION[i] ?? [0, 0];
    const [from, before] = SESSION[i - 1] ?? [0, 0];
    if (minute <= to) return before + ((after - before) * (minute - from)) / (to - from);
  }
  return CLOSED;
}

/** A brokerage's traffic at `t`: 1 is the rush of an ordinary session. Open 9:30 to 11:30 and 13:00 to 15:00, Monday to Friday. */
export function marketLoad(t: UnixMs): number {
  const minute = (hourOfDay(t) - 9.5) * 60;
  if (dayOfWeek(t) > 4 || minute < -RAMP_MINUTES || minute > 330 + RAMP_MINUTES) return CLOSED;
  if (minute < 0) return CLOSED + (0.8 - CLOSED) * (1 + minute / RAMP_MINUTES) ** 2;
  if (minute > 330) return CLOSED + (0.9 - CLOSED) * (1 - (minute - 330) / RAMP_MINUTES) ** 2;
  if (minute > 120 + RAMP_MINUTES && minute < 210 - RAMP_MINUTES) return NOON;
  if (minute > 120 && minute < 210) {
    const toNoon = Math.min((minute - 120) / RAMP_MINUTES, (210 - minute) / RAMP_MINUTES, 1);
    return sessionLoad(minute <= 165 ? 120 : 210) * (1 - toNoon) + NOON * toNoon;
  }
  return sessionLoad(minute);
}
