import type { Segment } from "@/components/charts/prepare/segments";
import { type ChartSeries, indexAt } from "@/components/charts/prepare/series";
import type { TimeTick } from "@/components/charts/prepare/time-axis";
import type { ValueAxis } from "@/components/charts/prepare/value-axis";
import type { ChartTheme } from "@/components/charts/theme";
import type { RangeMs, UnixMs } from "@/lib/core/time";

/** A series with what is decided once per answer, not per frame. */
export interface DrawnSeries extends ChartSeries {
  segments: readonly Segment[];
  /** Index of the first point that is still provisional (off the grid), or the number of points. */
  provisional: number;
}

export interface PanelPicture {
  view: RangeMs;
  series: readonly DrawnSeries[];
  axis: ValueAxis;
  ticks: readonly TimeTick[];
  theme: ChartTheme;
  /** Series that stands out, or null. */
  highlight: string | null;
  moving: boolean;
  threshold: number | undefined;
  /** From here on there are no samples although there should be: nothing is drawn but hatching. Null: all is well. */
  silentFrom: UnixMs | null;
}

export interface PanelBox {
  width: number;
  height: number;
  /** Left part for the labels of the value axis. */
  gutter: number;
  /** Device pixels in a CSS pixel. */
  density: number;
}

const TOP = 8;
const BOTTOM = 4;

/**
 * More lines than this, or a view that moves, are drawn one device pixel wide. Chromium without a GPU strokes 12 panels of
 * 30 lines of 1,080 points in 26 ms at that width and in 300 ms at 1.25 px; ECharts takes 150 ms at its best.
 */
const THICK_LINES_MAX = 12;

interface Scales {
  x: (t: UnixMs) => number;
  y: (v: number) => number;
}

function scalesOf({ view, axis }: PanelPicture, { width, height, gutter }: PanelBox): Scales {
  const kx = (width - gutter) / (view.to - view.from);
  const ky = (height - TOP - BOTTOM) / (axis.max - axis.min);
  return {
    x: (t) => gutter + (t - view.from) * kx,
    y: (v) => height - BOTTOM - (v - axis.min) * ky,
  };
}

function drawGrid(g: CanvasRenderingContext2D, picture: PanelPicture, box: PanelBox, { x, y }: Scales): void {
  const { axis, ticks, theme } = picture;
  g.lineWidth = 1 / box.density;
  g.strokeStyle = theme.line;
  g.beginPath();
  for (const tick of axis.ticks) {
    g.moveTo(box.gutter, y(tick.value));
    g.lineTo(box.width, y(tick.value));
  }
  for (const tick of ticks) {
    g.moveTo(x(tick.at), 0);
    g.lineTo(x(tick.at), box.height);
  }
  g.stroke();
  g.fillStyle = theme.faint;
  g.font = `10px ${theme.font}`;
  g.textAlign = "right";
  g.textBaseline = "middle";
  for (const tick of axis.ticks) {
    const at = Math.min(box.height - 6, Math.max(6, y(tick.value)));
    g.fillText(tick.label, box.gutter - 6, at, box.gutter - 8);
  }
  if (axis.symbol === "") return;
  g.textAlign = "left";
  g.fillText(axis.symbol, box.gutter + 4, 8);
}

function drawThreshold(
  g: CanvasRenderingContext2D,
  picture: PanelPicture,
  box: PanelBox,
  { y }: Scales,
): void {
  const { threshold, axis, theme } = picture;
  if (threshold === undefined || threshold < axis.min || threshold > axis.max) return;
  g.strokeStyle = theme.warning;
  g.globalAlpha = 0.6;
  g.lineWidth = 1;
  g.setLineDash([2, 4]);
  g.beginPath();
  g.moveTo(box.gutter, y(threshold));
  g.lineTo(box.width, y(threshold));
  g.stroke();
  g.setLineDash([]);
  g.globalAlpha = 1;
}

/** Diagonal lines where nothing is known. */
function drawSilence(g: CanvasRenderingContext2D, from: number, box: PanelBox, colour: string): void {
  if (from >= box.width) return;
  const start = Math.max(box.gutter, from);
  g.save();
  g.beginPath();
  g.rect(start, 0, box.width - start, box.height);
  g.clip();
  g.strokeStyle = colour;
  g.globalAlpha = 0.35;
  g.lineWidth = 1;
  g.beginPath();
  for (let at = start - box.height; at < box.width; at += 8) {
    g.moveTo(at, box.height);
    g.lineTo(at + box.height, 0);
  }
  g.stroke();
  g.restore();
}

function tracePoints(
  g: CanvasRenderingContext2D,
  series: DrawnSeries,
  first: number,
  last: number,
  { x, y }: Scales,
): void {
  for (let i = first; i <= last; i++) {
    const px = x(series.t[i] ?? 0);
    const py = y(series.v[i] ?? 0);
    if (i === first) g.moveTo(px, py);
    else g.lineTo(px, py);
  }
}

function drawSeries(
  g: CanvasRenderingContext2D,
  series: DrawnSeries,
  { view, silentFrom }: PanelPicture,
  scales: Scales,
): void {
  const until = silentFrom === null ? view.to : Math.min(view.to, silentFrom);
  const first = Math.max(0, indexAt(series.t, view.from));
  const last = Math.min(series.t.length - 1, indexAt(series.t, until) + (silentFrom === null ? 1 : 0));
  const dots: number[] = [];
  g.setLineDash(series.ghost ? [4, 3] : []);
  g.beginPath();
  for (const segment of series.segments) {
    const start = Math.max(segment.start, first);
    const end = Math.min(segment.end, last);
    if (start > end) continue;
    if (segment.start === segment.end) dots.push(start);
    else tracePoints(g, series, start, Math.min(end, series.provisional - 1), scales);
  }
  g.stroke();
  for (const i of dots) g.fillRect(scales.x(series.t[i] ?? 0) - 1.5, scales.y(series.v[i] ?? 0) - 1.5, 3, 3);
  drawProvisional(g, series, last, scales);
}

/** The way to a value off the grid is dashed: the next grid point will replace it. */
function drawProvisional(
  g: CanvasRenderingContext2D,
  series: DrawnSeries,
  last: number,
  scales: Scales,
): void {
  const segment = series.segments.at(-1);
  const from = series.provisional - 1;
  if (!segment || series.provisional >= series.t.length || last < series.provisional) return;
  if (from < segment.start) return;
  g.setLineDash([2, 2]);
  g.beginPath();
  tracePoints(g, series, from, Math.min(last, segment.end), scales);
  g.stroke();
}

/** Paints one panel: grid, axis, threshold, lines. Everything is decided by the caller. */
export function drawPanel(g: CanvasRenderingContext2D, picture: PanelPicture, box: PanelBox): void {
  g.setTransform(box.density, 0, 0, box.density, 0, 0);
  g.clearRect(0, 0, box.width, box.height);
  const scales = scalesOf(picture, box);
  drawGrid(g, picture, box, scales);
  g.save();
  g.beginPath();
  g.rect(box.gutter, 0, box.width - box.gutter, box.height);
  g.clip();
  drawThreshold(g, picture, box, scales);
  if (picture.silentFrom !== null) drawSilence(g, scales.x(picture.silentFrom), box, picture.theme.unknown);
  g.lineJoin = "bevel";
  const thin = picture.moving || picture.series.length > THICK_LINES_MAX;
  for (const series of picture.series) {
    const colour = picture.theme.series(series.colourKey);
    const dimmed = picture.highlight !== null && picture.highlight !== series.id;
    g.strokeStyle = colour;
    g.fillStyle = colour;
    g.globalAlpha = dimmed ? 0.15 : series.ghost ? 0.7 : 1;
    g.lineWidth = picture.highlight === series.id ? 2 : thin ? 1 / box.density : 1.5;
    drawSeries(g, series, picture, scales);
  }
  g.restore();
}
