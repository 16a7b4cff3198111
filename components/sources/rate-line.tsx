"use client";
import { Sparkline } from "@/components/charts/sparkline";
import { MINUTE_MS } from "@/lib/core/time";

export interface RateLineProps {
  /** By minute, oldest first; null: not known. */
  history: readonly (number | null)[];
  label: string;
  width?: number;
  height?: number;
}

/** Samples a second over the last hour. Minutes before the source began are left open. */
export function RateLine({ history, label, width = 80, height = 18 }: RateLineProps) {
  const known = history.flatMap((rate, minute) =>
    rate === null ? [] : [[minute * MINUTE_MS, rate] as const],
  );
  return (
    <span className="inline-block text-accent">
      <Sparkline
        series={{ t: known.map(([t]) => t), v: known.map(([, v]) => v) }}
        range={{ from: 0, to: (history.length - 1) * MINUTE_MS }}
        maxGapMs={MINUTE_MS}
        label={label}
        width={width}
        height={height}
      />
    </span>
  );
}
