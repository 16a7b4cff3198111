"use client";
import { useLocale, useTimeZone } from "next-intl";
import { useEffect, useRef } from "react";
import { extentOf } from "@/components/charts/prepare/series";
import { prepareTimeTicks, type TimeAxisOptions, type TimeTick } from "@/components/charts/prepare/time-axis";
import { prepareValueAxis } from "@/components/charts/prepare/value-axis";
import { useChartTheme } from "@/components/charts/theme";
import type { RangeMs, UnixMs } from "@/lib/core/time";
import { type DrawnSeries, drawPanel } from "./draw-panel";
import { useTimeline } from "./timeline-context";

/** Room for the figures of the value axis, left of every plot. */
export const GUTTER_PX = 56;

export interface PanelCanvasProps {
  series: readonly DrawnSeries[];
  unit: string;
  threshold?: number | undefined;
  floor?: number | undefined;
  silentFrom: UnixMs | null;
  label: string;
}

/** All panels of a width share the ticks of a view: it is a new object whenever it changes. */
const ticksOfView = new WeakMap<RangeMs, { key: string; ticks: TimeTick[] }>();

function sharedTicks(view: RangeMs, options: TimeAxisOptions): TimeTick[] {
  const key = JSON.stringify(options);
  const held = ticksOfView.get(view);
  if (held?.key === key) return held.ticks;
  const ticks = prepareTimeTicks(view, options);
  ticksOfView.set(view, { key, ticks });
  return ticks;
}

/** Draws when the data, the view, the size or the theme change; at most once a frame, and only while it can be seen. */
export function PanelCanvas({ series, unit, threshold, floor, silentFrom, label }: PanelCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { viewport, t0 } = useTimeline();
  const theme = useChartTheme();
  const locale = useLocale();
  const timezone = useTimeZone();

  useEffect(() => {
    const element = canvas.current;
    const g = element?.getContext("2d");
    if (!element || !g || !theme) return undefined;
    let drawnFor: unknown[] = [];
    const draw = () => {
      const { view, moving, highlight } = viewport.get();
      const width = element.clientWidth;
      const height = element.clientHeight;
      const density = window.devicePixelRatio || 1;
      const now = [view, moving, highlight, width, height, density];
      if (now.every((value, i) => value === drawnFor[i]) || width === 0) return;
      drawnFor = now;
      if (element.width !== Math.round(width * density)) element.width = Math.round(width * density);
      if (element.height !== Math.round(height * density)) element.height = Math.round(height * density);
      const zone = timezone === undefined ? {} : { timezone };
      const axis = prepareValueAxis(
        extentOf(series, view.from, view.to),
        unit,
        height > 160 ? 5 : 3,
        floor ?? 0,
      );
      const ticks = sharedTicks(view, {
        pixels: width - GUTTER_PX,
        locale,
        ...zone,
        ...(t0 === undefined ? {} : { t0 }),
      });
      drawPanel(
        g,
        { view, series, axis, ticks, theme, highlight, moving, threshold, silentFrom },
        { width, height, gutter: GUTTER_PX, density },
      );
    };
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    const unsubscribe = viewport.subscribe(draw);
    return () => {
      observer.disconnect();
      unsubscribe();
    };
  }, [series, unit, threshold, floor, silentFrom, theme, locale, timezone, t0, viewport]);

  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <img> cannot be drawn on
  return <canvas ref={canvas} role="img" aria-label={label} className="block size-full" />;
}
