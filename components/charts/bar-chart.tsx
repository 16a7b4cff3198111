"use client";
import { useCallback } from "react";
import { formatValue } from "@/lib/core/units";
import { EChart } from "./echart";
import { prepareValueAxis } from "./prepare/value-axis";
import type { ChartTheme } from "./theme";
import { tooltipRow } from "./tooltip-text";

export interface Bar {
  /** Entity that the bar is about: decides its colour. */
  id: string;
  name: string;
  /** Null: unknown, drawn as no bar and written as a dash. */
  value: number | null;
}

export interface BarChartProps {
  /** Drawn from top to bottom in this order. */
  bars: readonly Bar[];
  unit: string;
  label: string;
}

/** Height of one bar with its air, on the 4 px grid. */
const ROW_PX = 24;

/** Lying bars, so that long names are read without turning the head. The axis starts at zero. */
export function BarChart({ bars, unit, label }: BarChartProps) {
  const option = useCallback(
    (theme: ChartTheme) => {
      const known = bars.flatMap((bar) => (bar.value === null ? [] : [bar.value]));
      const extent = known.length > 0 ? { min: Math.min(...known), max: Math.max(...known) } : null;
      const axis = prepareValueAxis(extent, unit);
      const figures = new Map(axis.ticks.map((tick) => [tick.value, tick.label]));
      return {
        textStyle: { fontFamily: theme.font },
        grid: { left: 8, right: 72, top: 4, bottom: 24, containLabel: true },
        xAxis: {
          type: "value",
          min: axis.min,
          max: axis.max,
          axisLabel: {
            color: theme.faint,
            fontSize: 11,
            customValues: axis.ticks.map((tick) => tick.value),
            formatter: (at: number) => figures.get(at) ?? "",
          },
          axisTick: { customValues: axis.ticks.map((tick) => tick.value) },
          name: axis.symbol,
          nameTextStyle: { color: theme.faint, fontSize: 11 },
          splitLine: { lineStyle: { color: theme.line } },
        },
        yAxis: {
          type: "category",
          inverse: true,
          data: bars.map((bar) => bar.name),
          axisLine: { lineStyle: { color: theme.line } },
          axisTick: { show: false },
          axisLabel: { color: theme.muted, fontSize: 11, width: 160, overflow: "truncate" },
        },
        tooltip: {
          trigger: "item",
          confine: true,
          transitionDuration: 0,
          backgroundColor: theme.surface,
          borderColor: theme.line,
          padding: 8,
          textStyle: { color: theme.fg, fontSize: 12 },
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const bar = bars[dataIndex];
            return bar ? tooltipRow(theme.series(bar.id), bar.name, formatValue(bar.value, unit)) : "";
          },
        },
        series: [
          {
            id: "bars",
            type: "bar",
            barMaxWidth: 12,
            data: bars.map((bar) => ({ value: bar.value, itemStyle: { color: theme.series(bar.id) } })),
            label: {
              show: true,
              position: "right",
              color: theme.fg,
              fontSize: 11,
              formatter: ({ dataIndex }: { dataIndex: number }) => formatValue(bars[dataIndex]?.value, unit),
            },
          },
        ],
      };
    },
    [bars, unit],
  );
  return (
    <div style={{ height: bars.length * ROW_PX + 32 }}>
      <EChart option={option} label={label} className="size-full" />
    </div>
  );
}
