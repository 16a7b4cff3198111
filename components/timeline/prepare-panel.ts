import { withDistinctColours } from "@/components/charts/prepare/colours";
import { prepareSegments } from "@/components/charts/prepare/segments";
import { prepareVisible } from "@/components/charts/prepare/visible";
import type { ChartSeries } from "@/components/charts/prepare/series";
import type { DurationMs } from "@/lib/core/time";
import type { DrawnSeries } from "./draw-panel";
import type { HeldLines, HeldSeries } from "./fetch-lines";
import { prepareLines } from "./prepare-names";

/** Lines in one panel: as many as can be told apart by pointing at them. */
export const PANEL_SERIES_MAX = 30;

export interface PreparedPanel {
  series: DrawnSeries[];
  /** Series that are there and not drawn. */
  hidden: number;
}

/** The grid points and, as last point, the value at the newest sample. */
function withEdge(series: HeldSeries, edge: HeldLines["edge"]): HeldSeries {
  const value = edge?.values.get(series.id);
  if (!edge || !value) return series;
  const n = series.t.length;
  const t = new Float64Array(n + 1);
  const v = new Float64Array(n + 1);
  t.set(series.t);
  v.set(series.v);
  t[n] = edge.at;
  v[n] = value.v;
  return { ...series, t, v };
}

/** Series that only the newest sample has: their first point. */
function bornAtEdge(held: HeldLines): HeldSeries[] {
  const { edge } = held;
  if (!edge) return [];
  const known = new Set(held.series.map((series) => series.id));
  return [...edge.values]
    .filter(([id]) => !known.has(id))
    .map(([id, { labels, v }]) => ({ id, labels, t: [edge.at], v: [v] }));
}

function drawn(series: ChartSeries, maxGapMs: DurationMs, edgeAt: number | null): DrawnSeries {
  const provisional = edgeAt !== null && series.t[series.t.length - 1] === edgeAt;
  return {
    ...series,
    segments: prepareSegments(series, maxGapMs),
    provisional: series.t.length - (provisional ? 1 : 0),
  };
}

/**
 * Lines of a panel, ready to draw: named, ordered by name, the greatest PANEL_SERIES_MAX of them, gaps found.
 *
 * @param stepMs every step with a value has a point, so two points more than a step and a half apart are a gap.
 */
export function preparePanel(held: HeldLines, stepMs: DurationMs, fallback: string): PreparedPanel {
  const all = [...held.series.map((series) => withEdge(series, held.edge)), ...bornAtEdge(held)];
  const { visible, hidden } = prepareVisible(prepareLines(all, fallback), PANEL_SERIES_MAX);
  const series = withDistinctColours(visible)
    .map((each) => drawn(each, 1.5 * stepMs, held.edge?.at ?? null))
    .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  return { series, hidden };
}

/** The same series at another event, moved so that both T0 meet. Only of those that are drawn. */
export function prepareGhosts(
  held: HeldLines,
  stepMs: DurationMs,
  offsetMs: DurationMs,
  visible: readonly DrawnSeries[],
  title: string,
): DrawnSeries[] {
  const byId = new Map(held.series.map((series) => [series.id, series]));
  return visible.flatMap((live) => {
    const past = byId.get(live.id);
    if (!past) return [];
    const t = Float64Array.from(past.t, (at) => at + offsetMs);
    const ghost = {
      ...live,
      id: ghostId(live.id),
      name: `${live.name} · ${title}`,
      t,
      v: past.v,
      ghost: true,
    };
    return [drawn(ghost, 1.5 * stepMs, null)];
  });
}

export function ghostId(id: string): string {
  return `ghost:${id}`;
}
