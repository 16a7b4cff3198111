import { formatValue } from "@/lib/core/units";
import type { RangeMs, UnixMs } from "@/lib/core/time";
import { prepareSegments } from "./segments";
import type { ChartSeries } from "./series";
import { extentOf } from "./series";
import { formatMoment, prepareTimeTicks } from "./time-axis";
import { prepareValueAxis } from "./value-axis";

export interface LineData {
  series: readonly ChartSeries[];
  range: RangeMs;
  /** Two points further apart are not joined. */
  maxGapMs: number;
  unit: string;
  locale: string;
  timezone?: string;
}

type Point = readonly [UnixMs, number] | readonly [UnixMs, null];

/** Points with a null wherever the line must stay open. ECharts does not join across null while `connectNulls` is false. */
export function preparePoints(series: Pick<ChartSeries, "t" | "v">, maxGapMs: number): Point[] {
  const points: Point[] = [];
  for (const { start, end } of prepareSegments(series, maxGapMs)) {
    if (points.length > 0) points.push([series.t[start] ?? 0, null]);
    for (let i = start; i <= end; i++) points.push([series.t[i] ?? 0, series.v[i] ?? Number.NaN]);
  }
  return points;
}

/** Everything that a line chart draws, decided: points, axes, ticks and words. */
export function prepareLines(data: LineData, pixels: number) {
  const axis = prepareValueAxis(extentOf(data.series, data.range.from, data.range.to), data.unit);
  const zone = data.timezone === undefined ? {} : { timezone: data.timezone };
  return {
    axis,
    ticks: prepareTimeTicks(data.range, { pixels, locale: data.locale, ...zone }),
    lines: data.series.map((series) => ({
      id: series.id,
      name: series.name,
      colourKey: series.colourKey,
      dashed: series.ghost === true,
      // A line of one point has no length: it is shown as a dot.
      dots: prepareSegments(series, data.maxGapMs).some(({ start, end }) => start === end),
      points: preparePoints(series, data.maxGapMs),
    })),
    moment: (at: UnixMs) => formatMoment(at, data.locale, data.timezone),
    value: (value: number | null | undefined) => formatValue(value, data.unit),
  };
}
