import type { RangeMs } from "@/lib/core/time";
import { prepareSegments } from "./segments";
import { type ChartSeries, extentOf } from "./series";

/**
 * SVG path of a line in a box, from its lowest to its highest value. Gaps are moves, a lone point is a line of no length
 * (a dot with round caps).
 *
 * @returns an empty string when there is nothing to draw.
 */
export function prepareSparkline(
  series: Pick<ChartSeries, "t" | "v">,
  range: RangeMs,
  maxGapMs: number,
  box: { width: number; height: number },
): string {
  const extent = extentOf([series], range.from, range.to);
  if (!extent) return "";
  const height = extent.max - extent.min;
  const x = (t: number) => ((t - range.from) / (range.to - range.from)) * box.width;
  // A flat line runs through the middle: at the bottom it would read as zero.
  const y = (v: number) => (height === 0 ? box.height / 2 : (1 - (v - extent.min) / height) * box.height);
  return prepareSegments(series, maxGapMs)
    .map(({ start, end }) => {
      const points: string[] = [];
      for (let i = start; i <= end; i++) {
        points.push(`${x(series.t[i] ?? 0).toFixed(1)} ${y(series.v[i] ?? 0).toFixed(1)}`);
      }
      return `M${points.join("L")}${start === end ? "h0" : ""}`;
    })
    .join("");
}
