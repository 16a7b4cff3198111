"use client";
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { connect, type EChartsCoreOption, type EChartsType, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { type ChartTheme, useChartTheme } from "./theme";

use([
  BarChart,
  CanvasRenderer,
  GridComponent,
  LineChart,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
]);

export interface EChartProps {
  /** Made anew for each theme; keep its identity while nothing changes. */
  option: (theme: ChartTheme) => EChartsCoreOption;
  /** What a screen reader says in place of the picture. */
  label: string;
  /** Charts of one group share their crosshair. */
  group?: string;
  className?: string;
}

/** The one place that knows ECharts: owns an instance from mount to unmount and follows size and theme. */
export function EChart({ option, label, group, className }: EChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const theme = useChartTheme();

  useEffect(() => {
    if (!element.current) return undefined;
    const made = init(element.current, null, { renderer: "canvas" });
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element.current);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    if (!chart.current || group === undefined) return;
    chart.current.group = group;
    connect(group);
  }, [group]);

  useEffect(() => {
    if (!theme) return;
    chart.current?.setOption(
      { animation: false, ...option(theme) },
      { replaceMerge: ["series", "xAxis", "yAxis", "grid"] },
    );
  }, [option, theme]);

  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <img> cannot hold the canvas that ECharts makes
  return <div ref={element} role="img" aria-label={label} className={className} />;
}
