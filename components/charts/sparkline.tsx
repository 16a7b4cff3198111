import type { RangeMs } from "@/lib/core/time";
import { prepareSparkline } from "./prepare/sparkline-path";
import type { ChartSeries } from "./prepare/series";

export interface SparklineProps {
  series: Pick<ChartSeries, "t" | "v">;
  range: RangeMs;
  maxGapMs: number;
  label: string;
  width?: number;
  height?: number;
}

/** A line without axes, in the colour of the text around it. */
export function Sparkline({ series, range, maxGapMs, label, width = 96, height = 20 }: SparklineProps) {
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`-1 -1 ${width + 2} ${height + 2}`}
      className="overflow-visible"
    >
      <path
        d={prepareSparkline(series, range, maxGapMs, { width, height })}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.25}
        strokeLinecap="round"
        strokeLinejoin="bevel"
      />
    </svg>
  );
}
