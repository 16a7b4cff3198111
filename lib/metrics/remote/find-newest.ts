import { DAY_MS, MINUTE_MS, SECOND_MS, type DurationMs, type UnixMs } from "@/lib/core/time";
import type { Matrix, MetricStore } from "@/lib/metrics/store";
import { NOT_SELF } from "@/lib/telemetry/constants";

/** Matches every series; engines refuse a selector that could match an empty one. */
export const ANY_SERIES = '{__name__=~".+"}';
/** The same without our own telemetry. */
export const FOREIGN_SERIES = `{__name__=~".+",${NOT_SELF}}`;

/**
 * Time of the newest sample that is not our own telemetry, to a second or two (Prometheus before 3 counts the start of a window in), or null
 * when the last day holds none.
 *
 * timestamp() would say it exactly, but drops the metric names: over all metrics that is a duplicate label set. So the
 * last window that holds anything is looked for, in ever finer grids of at most 288 windows.
 */
export async function findNewest(queryRange: MetricStore["queryRange"], now: UnixMs): Promise<UnixMs | null> {
  const lastWindow = async (to: UnixMs, spanMs: DurationMs, stepMs: DurationMs): Promise<UnixMs | null> => {
    const seconds = stepMs / SECOND_MS;
    const matrix: Matrix = await queryRange(
      `count(last_over_time(${FOREIGN_SERIES}[${seconds}s]))`,
      { from: to - spanMs + stepMs, to },
      stepMs,
    );
    return matrix[0]?.t.at(-1) ?? null;
  };
  const end = Math.ceil(now / SECOND_MS) * SECOND_MS;
  let minute = await lastWindow(end, 5 * MINUTE_MS, 15 * SECOND_MS);
  if (minute === null) {
    const old = await lastWindow(end, DAY_MS, 5 * MINUTE_MS);
    if (old === null) return null;
    minute = (await lastWindow(old, 5 * MINUTE_MS, 15 * SECOND_MS)) ?? old;
  }
  return Math.min(now, (await lastWindow(minute, 15 * SECOND_MS, SECOND_MS)) ?? minute);
}
