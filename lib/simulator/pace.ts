import { HOUR_MS, MINUTE_MS, SECOND_MS, type DurationMs, type UnixMs } from "@/lib/core/time";
import { TICK_MS } from "./constants";

/**
 * How fast the world moves while its past is made: nobody acted on it then, and what is long past is looked at over long
 * windows, so ticks as long as the distance of its samples tell the same. Fixed when a world begins: the past is played
 * more than once, and must be the same each time.
 */
export interface Pace {
  /** Ticks are two minutes long until here, then half a minute until `middleUntil`. Unix ms. */
  coarseUntil: UnixMs;
  middleUntil: UnixMs;
}

/**
 * A timeline opens on the last hour. A quarter more keeps the seam to coarser samples, where a short rate window holds
 * too few of them, out of that picture.
 */
export const FINE_AGE_MS = HOUR_MS + 15 * MINUTE_MS;

/** Length of a tick, and distance of samples, of what is older than a day when it is made. */
export const COARSE_MS = 2 * MINUTE_MS;

/** The last moment of the coarse grid at or before `t`: where stretches of the past begin and end. */
export const coarseAt = (t: UnixMs): UnixMs => Math.floor(t / COARSE_MS) * COARSE_MS;

/** The pace of a world whose older history ends at `historyTo`, and which began to live at `liveFrom`. */
export const historyPace = (historyTo: UnixMs, liveFrom: UnixMs): Pace => ({
  coarseUntil: coarseAt(historyTo),
  middleUntil: coarseAt(liveFrom - FINE_AGE_MS),
});

/** The pace of a world without a past. */
export const livePace = (startAt: UnixMs): Pace => ({ coarseUntil: startAt, middleUntil: startAt });

/** Length of the tick that begins at `clock`. */
export const tickMsAt = (clock: UnixMs, { coarseUntil, middleUntil }: Pace): DurationMs =>
  clock < coarseUntil ? COARSE_MS : clock < middleUntil ? 30 * SECOND_MS : TICK_MS;
