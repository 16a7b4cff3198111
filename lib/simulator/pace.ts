import { HOUR_MS, MINUTE_MS, SECOND_MS, type DurationMs, type UnixMs } from "@/lib/core/time";
import { TICK_MS } from "./constants";

/**
 * How fast the world moves while its past is made: nobody acted on it then, and what is long past is looked at over long
 * windows, so ticks as long as the distance of its samples tell the same. Fixed when a world begins: the past is played
 * more than once, and must be the same each time.
 */
export interface Pace {
  /** Ticks are a minute long until here, then half a minute until `halfMinuteUntil`. Unix ms, on the minute. */
  minuteUntil: UnixMs;
  halfMinuteUntil: UnixMs;
}

/**
 * A timeline opens on the last hour. A quarter more keeps the seam to coarser samples, where a short rate window holds
 * too few of them, out of that picture.
 */
export const FINE_AGE_MS = HOUR_MS + 15 * MINUTE_MS;

/** The last full minute at or before `t`: where a history begins, so that its minute-long ticks meet the samples' grid. */
export const minuteAt = (t: UnixMs): UnixMs => Math.floor(t / MINUTE_MS) * MINUTE_MS;

/** The pace of a world whose older history ends at `historyTo`, and which began to live at `liveFrom`. */
export const historyPace = (historyTo: UnixMs, liveFrom: UnixMs): Pace => ({
  minuteUntil: minuteAt(historyTo),
  halfMinuteUntil: minuteAt(liveFrom - FINE_AGE_MS),
});

/** The pace of a world without a past. */
export const livePace = (startAt: UnixMs): Pace => ({ minuteUntil: startAt, halfMinuteUntil: startAt });

/** Length of the tick that begins at `clock`. */
export const tickMsAt = (clock: UnixMs, { minuteUntil, halfMinuteUntil }: Pace): DurationMs =>
  clock < minuteUntil ? MINUTE_MS : clock < halfMinuteUntil ? 30 * SECOND_MS : TICK_MS;
