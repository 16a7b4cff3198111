"use client";
import { useCallback } from "react";
import { EChart } from "./echart";
import { type LineData, prepareLines } from "./prepare/line-option";
import type { ChartTheme } from "./theme";
import { escapeHtml, tooltipRow } from "./tooltip-text";

export interface LineChartProps extends LineData {
  /** What the picture shows, in one sentence, for those who cannot see it. */
  label: string;
  className?: string;
}

interface TooltipParameter {
  axisValue: number;
  seriesName: string;
  color: string;
  value: readonly [number, number | null];
}

/** Lines over time with one unit. Gaps stay open, the value axis starts at zero, times are the reader's. */
export function LineChart({ label, className = "h-48 w-full", ...data }: LineChartProps) {
  const { series, range, maxGapMs, unit, locale, timezone } = data;
  const option = useCallback(
    (theme: ChartTheme) => {
      const zone = timezone === undefined ? {} : { timezone };
      const { axis, ticks, lines, moment, value } = prepareLines(
        { series, range, maxGapMs, unit, locale, ...zone },
        480,
      );
      const labels = new Map(ticks.map((tick) => [tick.at, tick.label]));
      const heights = new Map(axis.ticks.map((tick) => [tick.value, tick.label]));
      return {
        textStyle: { fontFamily: theme.font },
        grid: { left: 48, right: 12, top: 20, bottom: 24 },
        xAxis: {
          type: "value",
          min: range.from,
          max: range.to,
          axisLine: { lineStyle: { color: theme.line } },
          axisTick: { show: false, customValues: ticks.map((tick) => tick.at) },
          axisLabel: {
            color: theme.faint,
            fontSize: 11,
            hideOverlap: true,
            customValues: ticks.map((tick) => tick.at),
            formatter: (at: number) => labels.get(at) ?? "",
          },
          splitLine: { show: false },
        },
        yAxis: {
          type: "value",
          min: axis.min,
          max: axis.max,
          name: axis.symbol,
          nameTextStyle: { color: theme.faint, fontSize: 11, align: "right", padding: [0, 6, -4, 0] },
          axisTick: { show: false, customValues: axis.ticks.map((tick) => tick.value) },
          axisLabel: {
            color: theme.faint,
            fontSize: 11,
            customValues: axis.ticks.map((tick) => tick.value),
            formatter: (at: number) => heights.get(at) ?? "",
          },
          splitLine: { lineStyle: { color: theme.line } },
        },
        tooltip: {
          trigger: "axis",
          confine: true,
          transitionDuration: 0,
          backgroundColor: theme.surface,
          borderColor: theme.line,
          padding: 8,
          textStyle: { color: theme.fg, fontSize: 12 },
          axisPointer: { type: "line", lineStyle: { color: theme.muted, type: "solid" } },
          formatter: (raw: unknown) => {
            // Safe because `trigger: "axis"` always hands over an array of these, as ECharts documents.
            const rows = raw as readonly TooltipParameter[];
            const head = `<div style="margin-bottom:4px">${escapeHtml(moment(rows[0]?.axisValue ?? 0))}</div>`;
            return (
              head + rows.map((row) => tooltipRow(row.color, row.seriesName, value(row.value[1]))).join("")
            );
          },
        },
        series: lines.map((line) => ({
          id: line.id,
          name: line.name,
          type: "line",
          data: line.points,
          connectNulls: false,
          showSymbol: line.dots,
          symbolSize: 4,
          symbol: "circle",
          color: theme.series(line.colourKey),
          lineStyle: { width: 1.5, type: line.dashed ? "dashed" : "solid" },
        })),
      };
    },
    [series, range, maxGapMs, unit, locale, timezone],
  );
  return <EChart option={option} label={label} className={className} />;
}
