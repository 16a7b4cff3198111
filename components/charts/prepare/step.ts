import { DAY_MS, HOUR_MS, MINUTE_MS, type RangeMs, SECOND_MS, type UnixMs } from "@/lib/core/time";

/**
 * Steps that divide a minute, an hour or a day evenly, so that points fall on round moments and windows that differ a
 * little ask for the same points.
 */
const STEPS_MS: readonly number[] = [
  SECOND_MS,
  5 * SECOND_MS,
  10 * SECOND_MS,
  15 * SECOND_MS,
  30 * SECOND_MS,
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
];

/** Prometheus `web/api/v1/api.go`, query_range: "maximum resolution of 11,000 points per timeseries". */
export const MAX_POINTS = 11_000;

/**
 * Step of a range query, in ms.
 *
 * @param widthMs of the window, more than 0.
 * @param pixels width of the plot; more than one point in two pixels cannot be told apart by eye.
 * @param minStepMs the sampling interval: a finer grid repeats samples.
 */
export function chooseStep(widthMs: number, pixels: number, minStepMs = 5 * SECOND_MS): number {
  const points = Math.min(MAX_POINTS - 1, Math.max(1, pixels / 2));
  const wanted = Math.max(minStepMs, widthMs / points);
  const last = STEPS_MS.at(-1) ?? DAY_MS;
  return STEPS_MS.find((step) => step >= wanted) ?? Math.ceil(wanted / last) * last;
}

/** The window widened to whole steps since the epoch, so that all who look at about the same time share cached answers. */
export function alignRange(range: RangeMs, stepMs: number): RangeMs {
  return { from: floorTo(range.from, stepMs), to: Math.ceil(range.to / stepMs) * stepMs };
}

export function floorTo(t: UnixMs, stepMs: number): UnixMs {
  return Math.floor(t / stepMs) * stepMs;
}
