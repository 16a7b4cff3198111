import { DAY_MS, HOUR_MS, type UnixMs } from "@/lib/core/time";
import { TICK_MS } from "./constants";

/** The mall's shoppers live in China, which has one zone and no daylight saving: UTC+8 the year round. */
const SHANGHAI_OFFSET_MS = 8 * HOUR_MS;

/** The last tick at or before `t`. Ticks are aligned to the epoch, so every run meets the same ones. */
export const tickAt = (t: UnixMs): UnixMs => Math.floor(t / TICK_MS) * TICK_MS;

/** Hour of the day in Shanghai with its fraction, [0, 24). */
export const hourOfDay = (t: UnixMs): number => ((t + SHANGHAI_OFFSET_MS) % DAY_MS) / HOUR_MS;

/** Day of the week in Shanghai, 0 is Monday. 1970-01-01 was a Thursday. */
export const dayOfWeek = (t: UnixMs): number => (Math.floor((t + SHANGHAI_OFFSET_MS) / DAY_MS) + 3) % 7;
